namespace ChatCompletions.Tests;

/// <summary>A budget counts every answer that came, those of failed attempts too, and no count lowers it.</summary>
public class TokenCountTests
{
    private const string Choices = """ "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hello"}}] """;

    [Theory]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":6,"total_tokens":10}""", 10L)]
    [InlineData("""{"total_tokens":10}""", 10L)]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":6}""", 10L)]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":6,"total_tokens":30}""", 30L)]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":6,"total_tokens":1}""", 10L)]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":6,"total_tokens":-100}""", 10L)]
    [InlineData("""{"prompt_tokens":-4,"completion_tokens":-6,"total_tokens":10}""", 10L)]
    [InlineData("""{"prompt_tokens":4,"completion_tokens":-6,"total_tokens":-1}""", null)]
    [InlineData("""{"total_tokens":-10}""", null)]
    [InlineData("""{"prompt_tokens":4}""", null)]
    [InlineData("""{"completion_tokens":4}""", null)]
    [InlineData("""{"total_tokens":0}""", null)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", null)]
    [InlineData("""{"total_tokens":"10"}""", 10L)]
    [InlineData("""{"total_tokens":10.0}""", 10L)]
    [InlineData("""{"total_tokens":1e300}""", null)]
    [InlineData("""{"total_tokens":"many"}""", null)]
    [InlineData("""{"total_tokens":true}""", null)]
    [InlineData("""{"total_tokens":9223372036854775807,"prompt_tokens":9223372036854775807,"completion_tokens":1}""", long.MaxValue)]
    [InlineData("""{"total_tokens":6.5}""", null)]
    [InlineData("""{"prompt_tokens":6.5,"completion_tokens":3}""", null)]
    [InlineData("""{"prompt_tokens":6.5,"completion_tokens":3,"total_tokens":10}""", 10L)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public async Task A_count_is_the_total_or_its_parts(string usage, long? expected)
    {
        var answer = (await Ask.BodyAsync($$"""{{{Choices}},"usage":{{usage}}}""")).Answer;
        Assert.Equal(expected, TokenCount.Counted(answer));
        Assert.InRange(TokenCount.Charged(answer), expected ?? 0, long.MaxValue);
    }

    [Fact]
    public async Task An_answer_without_text_may_take_no_tokens() =>
        Assert.Equal(0, TokenCount.Counted((await Ask.BodyAsync("""{"choices":[{"message":{"content":""},"finish_reason":"stop"}],"usage":{"total_tokens":0}}""")).Answer));

    [Theory]
    [InlineData("{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}")]
    [InlineData("{\"audio\":{\"id\":\"a\",\"data\":\"QUJD\"}}")]
    [InlineData("{\"refusal\":\"no\"}")]
    [InlineData("{\"reasoning_content\":\"hm\"}")]
    [InlineData("{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}")]
    public async Task An_answer_with_any_content_takes_more_than_no_tokens(string message)
    {
        const string zeros = "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}";
        Assert.Null(TokenCount.Counted((await Ask.BodyAsync($$"""{"choices":[{"message":{{message}},"finish_reason":"stop"}],"usage":{{zeros}}}""")).Answer));
    }

    [Theory]
    [InlineData(10, 5L, 15)]
    [InlineData(10, -5L, 10)]
    [InlineData(10, null, 10)]
    [InlineData(10, long.MaxValue, long.MaxValue)]
    [InlineData(long.MaxValue, 1L, long.MaxValue)]
    [InlineData(10, long.MinValue, 10)]
    public void A_sum_never_falls_nor_overflows(long sum, long? count, long expected) => Assert.Equal(expected, TokenCount.Add(sum, count));

    [Fact]
    public async Task An_answer_that_broke_off_is_estimated_from_what_was_sent_and_came()
    {
        var received = new List<ChatCompletion>();
        var request = Ask.Question();
        request.Messages[0].Content = new string('q', 300);
        using var server = ScriptedServer.Start().Enqueue(Reply.Sse("""{"choices":[{"index":0,"delta":{"content":"äöü","reasoning_content":"hm"}}]}"""));
        var (_, partial) = (await Ask.StreamAsync(Ask.Client(server, Ask.NoRetries with { Received = received.Add }), request)).BrokeOff();
        Assert.Same(partial, Assert.Single(received));
        Assert.Null(TokenCount.Counted(partial));
        // 300 bytes went, 8 came.
        Assert.Equal(103, TokenCount.Charged(partial));
    }

    [Fact]
    public async Task An_answer_that_broke_off_before_its_text_is_not_estimated()
    {
        var (_, partial) = (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""")).BrokeOff();
        Assert.Equal(0, TokenCount.Charged(partial));
    }

    [Fact]
    public async Task An_answer_that_broke_off_with_usage_is_not_estimated()
    {
        var (_, partial) = (await Ask.EventsAsync("""{"choices":[{"index":0,"delta":{"content":"a long text"}}],"usage":{"total_tokens":2}}""")).BrokeOff();
        Assert.Equal((Counted: 2, Charged: 2), (Counted: TokenCount.Counted(partial), Charged: TokenCount.Charged(partial)));
    }

    [Fact]
    public async Task Counts_of_attempts_that_failed_are_received_each_once()
    {
        var received = new List<long>();
        using var server = ScriptedServer.Start()
            .Enqueue(Reply.Json("""{"error":{"message":"overloaded","code":503},"usage":{"total_tokens":5}}"""))
            .Enqueue(Reply.Sse("""{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":0}}""", """{"error":{"message":"overloaded","code":503}}"""))
            .Enqueue(Reply.Json($$$"""{{{{Choices}}},"usage":{"total_tokens":11}}"""));
        var options = new ChatClientOptions { NumRetries = 2, Random = static () => 0, Received = answer => received.Add(TokenCount.Charged(answer)) };
        var answer = (await Ask.WholeAsync(Ask.Client(server, options))).Answer;
        Assert.Equal((Attempts: 3, TotalTokens: 11), (answer.Attempts, answer.TotalTokens));
        Assert.Equal([5, 7, 11], received);
    }

    [Fact]
    public async Task Counts_of_a_failure_that_ends_the_call_are_received_once()
    {
        foreach (var streaming in new[] { false, true })
        {
            var received = new List<long>();
            using var server = ScriptedServer.Start().Enqueue(Reply.Json($$$"""{{{{Choices}}},"usage":{"total_tokens":5},"error":{"message":"late"}}"""));
            var client = Ask.Client(server, Ask.NoRetries with { Received = answer => received.Add(TokenCount.Charged(answer)) });
            Assert.NotNull((streaming ? await Ask.StreamAsync(client) : await Ask.WholeAsync(client)).Failure);
            Assert.Equal([5], received);
        }
    }
}
