using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatCompletions.Benchmarks;

/// <summary>The bytes that the server answers with, made once.</summary>
internal static class Replies
{
    /// <summary>The text of every chunk of a stream.</summary>
    public const string ChunkText = " word";

    private const int EventsOfBlock = 64;

    private const string Head = """{"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1741570283,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_06737a9306",""";

    /// <summary>An answer of one sentence.</summary>
    public static readonly byte[] Small = Whole("The sky is blue because air scatters blue light more than red.");

    /// <summary>An answer of 1 MB of text, in lines, some of it not ASCII.</summary>
    public static readonly byte[] Large = Whole(string.Concat(Enumerable.Repeat("The sky is blüe because \"air\" scatters blue light more than red.\n", 16_000)));

    /// <summary>An answer of 10 MB, nearly all of it log probabilities.</summary>
    public static byte[] LogProbs()
    {
        var tokens = new JsonArray();
        for (var size = 0; size < 10_000_000; size += 480)
        {
            var top = new JsonArray();
            for (var i = 0; i < 5; i++) top.Add(Token(" word" + i, -0.25 * i));
            var token = Token(" word", -0.0123456);
            token["top_logprobs"] = top;
            tokens.Add(token);
        }
        return Whole("A text.", new JsonObject { ["content"] = tokens });
    }

    /// <summary>An event of a stream that brings this text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="padding">What hides its length from who listens; it changes from event to event.</param>
    public static byte[] Event(string text, string padding = "0aL3xQ") =>
        Encoding.UTF8.GetBytes($$"""data: {{Head}}"choices":[{"index":0,"delta":{"content":"{{text}}"},"logprobs":null,"finish_reason":null}],"obfuscation":"{{padding}}"}""" + "\n\n");

    /// <summary>Several equal events, which arrive together as they do from a fast server.</summary>
    public static readonly byte[] Block = [.. Enumerable.Range(0, EventsOfBlock).SelectMany(static i => Event(ChunkText, (i * 7919 % 100_000).ToString("x8", CultureInfo.InvariantCulture)))];

    /// <summary>How many events a <see cref="Block"/> has.</summary>
    public static int BlockLength => EventsOfBlock;

    /// <summary>The end of a stream.</summary>
    public static readonly byte[] End = Encoding.UTF8.GetBytes($$"""data: {{Head}}"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");

    private static JsonObject Token(string text, double probability) =>
        new() { ["token"] = text, ["logprob"] = probability, ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(static b => JsonValue.Create((int)b))]) };

    private static byte[] Whole(string text, JsonObject? logProbs = null) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["id"] = "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
        ["object"] = "chat.completion",
        ["created"] = 1741569952,
        ["model"] = "gpt-4o-mini-2024-07-18",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null, ["annotations"] = new JsonArray() },
            ["logprobs"] = logProbs,
            ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject
        {
            ["prompt_tokens"] = 19,
            ["completion_tokens"] = 10,
            ["total_tokens"] = 29,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0 },
        },
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_06737a9306",
    }.ToJsonString());
}
