using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>A server echoes a key in an encoded form, cut off, or beside others: none of it is shown.</summary>
public class EchoedFormTests
{
    private const string Key = "sk-Zq8+7/x=_9TheKey~0123456789";

    public static TheoryData<string, string> Encoded => new()
    {
        { "hex", Convert.ToHexString(Bytes(Key)) },
        { "hex in lower case", Convert.ToHexString(Bytes(Key)).ToLowerInvariant() },
        { "hex with dashes", BitConverter.ToString(Bytes(Key)) },
        { "hex with spaces", BitConverter.ToString(Bytes(Key)).Replace('-', ' ').ToLowerInvariant() },
        { "hex with colons", BitConverter.ToString(Bytes(Key)).Replace('-', ':') },
        { "hex with 0x", string.Join(", ", Bytes(Key).Select(static b => $"0x{b:X2}")) },
        { "hex with \\x", string.Concat(Bytes(Key).Select(static b => $"\\x{b:x2}")) },
        { "hex of more than the key", Convert.ToHexString(Bytes($"Authorization: Bearer {Key}\r\n")) },
        { "Base64", Convert.ToBase64String(Bytes(Key)) },
        { "Base64 of a credential", Convert.ToBase64String(Bytes("u:" + Key)) },
        { "Base64 of another credential", Convert.ToBase64String(Bytes("api:" + Key + ":x")) },
        { "Base64 for URLs", Convert.ToBase64String(Bytes(Key)).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "Base64 in a URL", Uri.EscapeDataString(Convert.ToBase64String(Bytes("us:" + Key))) },
        { "percent", Uri.EscapeDataString(Key) },
        { "all percent", string.Concat(Bytes(Key).Select(static b => $"%{b:x2}")) },
        { "percent twice", Uri.EscapeDataString(Uri.EscapeDataString(Key)) },
        { "JSON", JsonEncodedText.Encode(Key).ToString() },
        { "JSON in JSON", JsonEncodedText.Encode(JsonEncodedText.Encode(Key).ToString()).ToString() },
        { "all JSON", string.Concat(Key.Select(static c => $"\\u{(int)c:X4}")) },
        { "HTML", Key.Replace("+", "&#x2B;", StringComparison.Ordinal).Replace("=", "&#61;", StringComparison.Ordinal).Replace("/", "&#x2f;", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task No_encoded_form_of_the_key_is_shown(string form, string echo)
    {
        Assert.NotEmpty(form);
        var quoted = JsonSerializer.Serialize(echo);
        foreach (var reply in new[]
        {
            Reply.Text($"No: '{echo}'.", 401, "text/plain"),
            Reply.Json($$$"""{"error":{"message":{{{quoted}}},"code":{{{quoted}}},"param":[{{{quoted}}}]}}""", 400),
            Reply.Json($$$"""{"error":{"message":{{{quoted}}}}}"""),
            Reply.Json("{}", 500).Header("x-request-id", echo),
            Reply.Sse().Send($"fatal: {echo}\n"),
            Reply.Sse($$"""{"a":{{quoted}}"""),
        })
        {
            Leaks.None(Leaks.Shown(await Ask.WholeAsync(reply, Key)), Key);
            Leaks.None(Leaks.Shown(await Ask.StreamAsync(reply, Key)), Key);
        }
    }

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task A_cut_in_the_middle_of_the_key_shows_none_of_it(string form, string echo)
    {
        Assert.NotEmpty(form);
        foreach (var length in new[] { echo.Length - 1, echo.Length - 2, echo.Length - 3, echo.Length / 2 })
        {
            var part = echo[..length];
            foreach (var reply in new[]
            {
                Reply.Text("Bearer " + part, 401, "text/plain").Header("Content-Length", "9000").Close(),
                Reply.Json("{\"error\":{\"message\":\"Bearer " + part, 500).Header("Content-Length", "9000").Close(),
                Reply.Json("{\"error\":{\"message\":\"Bearer " + part).Header("Content-Length", "9000").Close(),
                Reply.Json("{\"echo\":\"Bearer " + part).Header("Content-Length", "9000").Close(),
                Reply.Sse().Send("data: {\"error\":{\"message\":\"Bearer " + part),
                Reply.Sse().Send("event: error\ndata: Bearer " + part),
                Reply.Sse().Send("fatal: Bearer " + part),
            })
            {
                Leaks.None(Leaks.Shown(await Ask.StreamAsync(reply, Key)), Key);
                Leaks.None(Leaks.Shown(await Ask.WholeAsync(reply, Key)), Key);
            }
        }
    }

    [Fact]
    public async Task Text_that_is_too_long_is_masked_before_it_is_cut()
    {
        // Wherever the limits lie, one of these lengths puts one of them into the key.
        for (var before = 0; before < 26; before++)
        {
            var echo = string.Concat(Enumerable.Repeat("." + Key, 1200)) + new string('.', before);
            foreach (var text in new[] { new string('.', before) + echo, new string('é', before) + echo })
                foreach (var reply in new[]
                {
                    Reply.Sse().Send(text + "\n"),
                    Reply.Sse().Send(new string('-', 1500) + "\n" + text + "\n" + text + "\n"),
                    Reply.Text(text, 500, "text/plain"),
                    Reply.Text(text, 200, "text/plain"),
                    Reply.Json(JsonSerializer.Serialize(new { error = new { message = text, code = text, type = text, param = text } }), 400),
                })
                    Leaks.None(Leaks.Shown(await Ask.StreamAsync(reply, Key)), Key);
        }
    }

    [Fact]
    public async Task An_error_body_that_is_cut_at_the_limit_shows_no_beginning_of_the_key()
    {
        var limits = new ChatLimits { MaxErrorBytes = 100 };
        for (var before = 100 - Key.Length; before <= 100; before++)
        {
            var reply = Reply.Text(new string('.', before) + Key + "...", 500, "text/plain");
            Leaks.None(Leaks.Shown(await Ask.WholeAsync(reply, Key, Ask.NoRetries with { Limits = limits })), Key);
        }
    }

    [Fact]
    public async Task A_list_of_models_shows_no_key()
    {
        var json = """{"data":[{"id":"m-KEY","owned_by":"KEY","object":"KEY","meta":{"a":["KEY"],"KEY":1}}]}""".Replace("KEY", Key, StringComparison.Ordinal);
        using var server = ScriptedServer.Start().Enqueue(Reply.Json(json));
        var models = await Ask.Client(server, null, Key).ListModelsAsync(TestContext.Current.CancellationToken);
        Leaks.None(Dump.Of(Assert.Single(models)), Key);
        Assert.Equal("m-***", models[0].Id);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
