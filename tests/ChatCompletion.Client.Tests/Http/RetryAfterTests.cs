namespace ChatCompletions.Tests;

/// <summary>What a server's headers say of trying again.</summary>
public class RetryAfterTests
{
    /// <summary>The clock of these tests stands at 2026-11-21 12:00:00 GMT; the wait without any header is 0.5 s.</summary>
    [Theory]
    [InlineData("Retry-After: 7", 7.0, 7.0)]
    [InlineData("Retry-After: 1.5", 1.5, 1.5)]
    [InlineData("Retry-After: 120", 120.0, 120.0)]
    [InlineData("Retry-After: 0.001", 0.001, 0.001)]
    [InlineData("retry-after-ms: 250", 0.25, 0.25)]
    [InlineData("retry-after-ms: 250|Retry-After: 7", 0.25, 0.25)]
    [InlineData("retry-after-ms: soon|Retry-After: 7", 7.0, 7.0)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 12:00:09 GMT", 9.0, 9.0)]
    [InlineData("Retry-After: Saturday, 21-Nov-26 12:00:09 GMT", 9.0, 9.0)]
    [InlineData("Retry-After: Sat Nov 21 12:00:09 2026", 9.0, 9.0)]
    [InlineData("Retry-After: 2026-11-21T12:00:09Z", 9.0, 9.0)]
    [InlineData("Retry-After:   7  ", 7.0, 7.0)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 11:59:00 GMT", 0.5, null)]
    [InlineData("Retry-After: 0", 0.5, null)]
    [InlineData("Retry-After: -3", 0.5, null)]
    [InlineData("Retry-After: NaN", 0.5, null)]
    [InlineData("Retry-After: Infinity", 0.5, null)]
    [InlineData("Retry-After: later", 0.5, null)]
    [InlineData("Retry-After:", 0.5, null)]
    [InlineData("Retry-After: 121", null, 121.0)]
    [InlineData("Retry-After: 99999999999999999999", null, 1e9)]
    [InlineData("retry-after-ms: 120001", null, 120.001)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 13:00:00 GMT", null, 3600.0)]
    [InlineData("x-should-retry: true|Retry-After: 121", null, 121.0)]
    [InlineData("x-should-retry: false", null, null)]
    [InlineData("x-should-retry: false|Retry-After: 7", null, 7.0)]
    [InlineData("x-should-retry: maybe", 0.5, null)]
    public async Task B_The_wait_is_as_the_server_asks_or_there_is_no_retry(string headers, double? wait, double? told)
    {
        var reply = Reply.Json("{}", 429);
        foreach (var header in headers.Split('|')) reply.AddHeader(header.Split(": ")[0].TrimEnd(':'), header.Contains(": ", StringComparison.Ordinal) ? header.Split(": ", 2)[1] : "");
        var (failure, waits) = await RunAsync(reply, new() { NumRetries = 1 });

        Assert.Equal(wait is null ? [] : [wait.Value], waits);
        Assert.Equal(wait is null ? 1 : 2, failure.Attempts);
        Assert.Equal(told, (await RunAsync(reply, Ask.NoRetries)).Failure.RetryAfter);
    }

    [Fact]
    public async Task B_A_server_may_ask_for_a_retry_of_any_status()
    {
        var (failure, waits) = await RunAsync(Reply.Json("{}", 400).Header("x-should-retry", "true"), new() { NumRetries = 2 });

        Assert.Equal([0.5, 1], waits);
        Assert.Equal(3, failure.Attempts);
    }

    [Fact]
    public async Task The_longest_wait_is_a_setting()
    {
        var options = new ChatClientOptions { NumRetries = 1, MaxRetryDelay = TimeSpan.FromSeconds(5) };

        Assert.Empty((await RunAsync(Reply.Json("{}", 429).Header("Retry-After", "6"), options)).Waits);
        Assert.Equal([5], (await RunAsync(Reply.Json("{}", 429).Header("Retry-After", "5"), options)).Waits);
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_call_is_not_begun()
    {
        var options = new ChatClientOptions { NumRetries = 2, Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(300) } };
        var (failure, waits) = await RunAsync(Reply.Json("{}", 429).Header("Retry-After", "110"), options with { Timeouts = new ChatTimeouts { Total = TimeSpan.FromSeconds(215) } });

        Assert.Equal([110], waits);
        Assert.Equal((Kind: ChatErrorKind.RateLimited, Attempts: 2), (failure.Kind, failure.Attempts));
        Assert.Equal([110, 110], (await RunAsync(Reply.Json("{}", 429).Header("Retry-After", "110"), options)).Waits);
    }

    private static async Task<(ChatApiException Failure, IReadOnlyList<double> Waits)> RunAsync(Reply reply, ChatClientOptions options)
    {
        using var server = ScriptedServer.Start();
        server.Default = reply;
        var time = new ManualTimeProvider { SkipWaitsUpTo = TimeSpan.FromSeconds(200) };
        var outcome = await Ask.WholeAsync(Ask.Client(server, options with { Time = time, Random = static () => 0 }));
        return (outcome.Failed<ChatApiException>(), [.. time.Waits.Select(static wait => wait.TotalSeconds)]);
    }
}
