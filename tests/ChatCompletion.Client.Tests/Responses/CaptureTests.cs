using System.Text;
using System.Text.RegularExpressions;

namespace ChatCompletions.Tests;

/// <summary>
/// Answers that real servers gave. Each means what is pinned here, and means the same however its bytes are cut on their way.
/// </summary>
public class CaptureTests
{
    private const string Hello = "Hello! How can I help you today? 😊 Grüße 世界 — “quoted” done.";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures");

    /// <summary>The file; why the answer ended, or the kind of error; its text, or a part of the error's message.</summary>
    public static TheoryData<string, string?, string?> Captures => new()
    {
        { "aimock/03-stream.txt", "stop", "Hello! How can I help you today? 😊 Grüße 世界 — done." },
        { "aimock/04-stream-usage.txt", "stop", "Hello! How can I help you today? 😊 Grüße 世界 — done." },
        { "aimock/05-badkey.txt", "!AuthenticationFailed", "status 401: Invalid API key" },
        { "aimock/09b-tools-required-stream.txt", "tool_calls", null },
        { "aimock/20-both-stream_true.txt", "tool_calls", "Let me check." },
        { "aimock/20-cutoff-stream_true.txt", "length", "This was cut" },
        { "aimock/20-dropmid-stream_true.txt", "!IncompleteAnswer", "The stream ended before the answer was complete." },
        { "aimock/20-filtered-stream_true.txt", "content_filter", "I" },
        { "aimock/20-malformed-stream_true.txt", "!ProtocolError", ". It begins: {malformed json: <<<chaos>>>" },
        { "aimock/20-overload-stream_false.txt", "!ServerError", "status 503: The server is overloaded" },
        { "aimock/20-ratelimit-stream_false.txt", "!RateLimited", "status 429: Rate limit reached" },
        { "aimock/20-think-stream_true.txt", "stop", "The answer is 4." },
        { "aimock/20-truncate-stream_true.txt", "!IncompleteAnswer", "The stream ended before the answer was complete." },
        { "koboldcpp/02-nonstream.txt", "stop", Hello },
        { "koboldcpp/03-stream.txt", "stop", Hello },
        { "koboldcpp/03c-stream-long.txt", "length", null },
        { "koboldcpp/06-invalid-temperature.txt", "!ProtocolError", "sent null in place of an answer" },
        { "koboldcpp/06c-malformed-json.txt", "!ServerError", "status 500: Error parsing input." },
        { "koboldcpp/06m-wrong-path.txt", "!NotFound", "this endpoint does not exist" },
        { "koboldcpp/09-tools-required.txt", "stop", null },
        { "llama-server-special/context-runs-out-stream.txt", "length", null },
        { "llama-server-special/loading-503.txt", "!ServerError", "status 503: Loading model" },
        { "llama-server-special/ping-comments-prompt-processing.txt", "length", "Hello! How can" },
        { "llama-server-special/prompt-too-long-stream.txt", "!BadRequest", "exceeds the available context size (1024 tokens)" },
        { "llama-server-special/prompt-too-long.txt", "!BadRequest", "exceeds the available context size (1024 tokens)" },
        { "llama-server-think/02-nonstream.txt", "stop", "Hello! How can I help you today?" },
        { "llama-server-think/03-stream.txt", "stop", "Hello! How can I help you today?" },
        { "llama-server-think/12b-cut-inside-think-stream.txt", "length", null },
        { "llama-server-tools/09b-auto-stream.txt", "tool_calls", null },
        { "llama-server-tools/09h-cut-in-arguments-stream.txt", "length", null },
        { "llama-server/01-models.txt", "models", "tiny-chat" },
        { "llama-server/02-nonstream.txt", "stop", Hello },
        { "llama-server/03-stream.txt", "stop", Hello },
        { "llama-server/04-stream-usage.txt", "stop", Hello },
        { "llama-server/05-badkey.txt", "!AuthenticationFailed", "status 401: Invalid API Key" },
        { "llama-server/05c-badkey-stream.txt", "!AuthenticationFailed", "status 401: Invalid API Key" },
        { "llama-server/06-invalid-temperature.txt", "!BadRequest", "status 400: Field 'temperature'" },
        { "llama-server/06c-malformed-json.txt", "!ServerError", "status 500: [json.exception.parse_error.101]" },
        { "llama-server/06d-missing-messages.txt", "!BadRequest", "status 400: 'messages' is required" },
        { "llama-server/06f-bad-role.txt", "length", "Hello! How can I" },
        { "llama-server/06k-bad-schema.txt", "!BadRequest", "status 400: Unable to generate parser" },
        { "llama-server/06m-wrong-path.txt", "!NotFound", "status 404: File Not Found" },
        { "llama-server/07-n2.txt", "stop", Hello },
        { "llama-server/07b-n2-stream.txt", "stop", Hello },
        { "llama-server/08-logprobs.txt", "length", "Hello! How can" },
        { "llama-server/08b-logprobs-stream.txt", "length", "Hello! How can" },
        { "llama-server/08c-logprobs-unicode-stream.txt", "stop", Hello },
        { "llama-server/09b-tools-required-stream.txt", "length", null },
        { "llama-server/10-stop.txt", "stop", "Hello! How can I" },
        { "llama-server/13-json_schema.txt", "stop", "{\n\"ok\" :true,\"city\" :\"Tokyo\"}" },
        { "llama-server/16-gzip.txt", "length", "Hello! How can I" },
        { "mock-llm/01-models.txt", "models", "gpt-4 gpt-3.5-turbo" },
        { "mock-llm/02-nonstream.txt", "stop", "hello" },
        { "mock-llm/03-stream.txt", "stop", "hello" },
        { "mock-llm/05-badkey.txt", "!AuthenticationFailed", "status 401: Incorrect API key provided." },
        { "mock-llm/05c-badkey-stream.txt", "!AuthenticationFailed", "reported an error: Incorrect API key provided." },
        { "mock-llm/06c-malformed-json.txt", "!BadRequest", "status 400: Expected double-quoted property name" },
        { "mockllm-fastapi/02-nonstream.txt", "stop", "Hello! 😊 Grüße 世界." },
        { "mockllm-fastapi/03-stream.txt", "stop", "Hello! 😊 Grüße 世界." },
        { "mockllm-fastapi/06d-missing-messages.txt", "!BadRequest", "status 422: body.messages: field required" },
        { "mockllm-fastapi/06m-wrong-path.txt", "!NotFound", "status 404: Not Found" },
    };

    [Fact]
    public void Every_capture_is_pinned() => Assert.Equal(
        Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
        Captures.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task H4_A_capture_means_the_same_however_it_is_cut(string capture, string? end, string? text)
    {
        var file = File.ReadAllBytes(Path.Combine(Folder, capture));
        var isLarge = file.Length > 100_000;
        var whole = await OverWireAsync(Reply.Recorded(file), capture, end, text);

        if (!isLarge) Assert.Equal(whole, await OverWireAsync(Reply.Recorded(file).InPieces(1), capture, end, text));
        Assert.Equal(whole, await OverWireAsync(Reply.Recorded(file).InRandomPieces(1, isLarge ? 5000 : 40), capture, end, text));
        Assert.Equal(whole, await OverWireAsync(Reply.Recorded(file).InRandomPieces(2, 700), capture, end, text));
        Assert.Equal(whole, await InMemoryAsync(file, static () => 1, capture, end, text));
        var random = new Random(3);
        Assert.Equal(whole, await InMemoryAsync(file, () => random.Next(1, 60), capture, end, text));
    }

    private static async Task<string> OverWireAsync(Reply reply, string capture, string? end, string? text)
    {
        using var server = ScriptedServer.Start().Enqueue(reply);
        return await CheckAsync(Ask.Client(server), capture, end, text);
    }

    private static Task<string> InMemoryAsync(byte[] file, Func<int> nextSize, string capture, string? end, string? text)
    {
        var crlf = file.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.Latin1.GetString(file.AsSpan(0, crlf)).Split("\r\n");
        var headers = head.Skip(1).Select(static line => line.Split(':', 2)).Select(static pair => KeyValuePair.Create(pair[0], pair[1].Trim())).ToList();
        var type = headers.Find(static header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value;
        var handler = new BytesHandler(file[(crlf + 4)..], type, int.Parse(head[0].Split(' ')[1])) { NextSize = nextSize, Headers = headers };
        return CheckAsync(Ask.Client(handler), capture, end, text);
    }

    private static async Task<string> CheckAsync(ChatClient client, string capture, string? end, string? text)
    {
        if (end == "models")
        {
            var models = await client.ListModelsAsync(TestContext.Current.CancellationToken);
            Assert.Equal(text, string.Join(' ', models));
            return string.Concat(models.Select(Dump.Of));
        }
        var isStream = capture.Contains("stream", StringComparison.Ordinal) && !capture.Contains("nonstream", StringComparison.Ordinal) && !capture.Contains("stream_false", StringComparison.Ordinal);
        var outcome = await (isStream ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
        if (end!.StartsWith('!'))
        {
            Assert.Null(outcome.Completion);
            Assert.Equal(end[1..], outcome.Failure!.Kind.ToString());
            Assert.Contains(text!, outcome.Failure.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(end, outcome.Answer.FinishReason);
            Assert.Equal(end is not ("length" or "content_filter"), outcome.Answer.Complete);
            if (text is not null) Assert.Equal(text, outcome.Answer.Content);
        }
        // An error can name the address, and each server has a port of its own.
        return Regex.Replace(Dump.Of(outcome), @"127\.0\.0\.1:\d+", "server");
    }
}
