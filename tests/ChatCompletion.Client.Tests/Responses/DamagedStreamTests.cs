using System.Text;

namespace ChatCompletions.Tests;

/// <summary>Whatever a server sends, what comes of it is an answer or a typed failure, and never another exception.</summary>
public class DamagedStreamTests
{
    private const string Sample = """
        data: {"id":"i","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a\u00e4","reasoning_details":[{"text":"r"}]},"logprobs":{"content":[{"token":"a","bytes":[97],"logprob":-0.5,"top_logprobs":[]}]}}],"usage":null}

        data: {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"b"}],"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":{"x":1}}}],"audio":{"data":"x"}}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"total_tokens":3,"prompt_tokens_details":{"cached_tokens":1}},"error":null}

        data: [DONE]


        """;

    private static readonly string[] Scraps =
        ["null", "[", "]", "{", "}", "\"", ",", ":", "\\u", "\\ud83d", "1e999", "-", "[[[[[[", "data: ", "\n", "\n\n", "\r", "error: ", "event: error\n", "\uFEFF", "\0", "{}", "[DONE]", "\"error\":1,"];

    [Fact]
    public async Task Damage_of_any_kind_gives_an_answer_or_a_typed_failure()
    {
        var random = new Random(20261121);
        var failures = 0;
        for (var round = 0; round < 3000; round++)
        {
            var bytes = Damage(random);
            var isStream = round % 3 > 0;
            var client = Ask.Client(new BytesHandler(bytes, isStream ? "text/event-stream" : null));

            // Any exception that is no ChatException ends the test.
            var outcome = await (round % 2 == 0 ? Ask.StreamAsync(client) : Ask.WholeAsync(client));
            if (outcome.Failure is null) Assert.NotNull(outcome.Completion);
            else failures++;
        }
        Assert.InRange(failures, 500, 2999);
    }

    private static byte[] Damage(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Sample).ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at - 1)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)])); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), 20)); break;
            }
        }
        return [.. bytes];
    }
}
