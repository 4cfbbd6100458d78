using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>What a call costs, in figures that no busy machine changes.</summary>
public class CallCostTests
{
    private const int Calls = 50;

    /// <summary>A build for debugging makes an object of each step as well.</summary>
    private static readonly bool IsDebug = typeof(ChatClient).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true;

    [Fact]
    public async Task A_small_call_allocates_little() =>
        Assert.InRange(await AllocatedAsync("""{"id":"c1","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", Ask.Question()), 2000, IsDebug ? 10_000 : 8000);

    [Fact]
    public async Task A_long_answer_is_held_once()
    {
        var line = string.Concat(Enumerable.Repeat("The sky is blue. ", 10));
        var text = string.Concat(Enumerable.Repeat(line + "\\n", 3000));
        var allocated = await AllocatedAsync($$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}]}""", Ask.Question());

        var units = 3000 * (line.Length + 1);
        Assert.InRange(allocated, 2.0 * units, 2.1 * units);
    }

    [Fact]
    public async Task A_long_question_takes_no_more_room_than_the_writer_wants()
    {
        var text = string.Concat(Enumerable.Repeat("A line of a log, as long as such lines are: some sixty units.\n", 10_000));
        var allocated = await AllocatedAsync("""{"choices":[{"message":{"content":"Hi."},"finish_reason":"stop"}]}""", new ChatRequest { Model = "m", Messages = [new ChatMessage { Content = text }] });

        Assert.InRange(allocated, 3.0 * text.Length, 3.2 * text.Length);
    }

    [Theory]
    [InlineData("The sky is blue. ")]
    [InlineData("The sky is blue.\n")]
    public async Task A_request_of_many_messages_is_held_once(string line)
    {
        var text = string.Concat(Enumerable.Repeat(line, 15));
        var request = new ChatRequest { Model = "m", Messages = [.. Enumerable.Range(0, 1000).Select(_ => new ChatMessage { Content = text })] };
        var allocated = await AllocatedAsync("""{"choices":[{"message":{"content":"Hi."},"finish_reason":"stop"}]}""", request);

        Assert.InRange(allocated, 1000 * text.Length, 1350 * text.Length);
    }

    /// <summary>Nothing is waited for, so all of it happens on this thread.</summary>
    private static async Task<double> AllocatedAsync(string answer, ChatRequest request)
    {
        var client = Ask.Client(new BytesHandler(Encoding.UTF8.GetBytes(answer), "application/json"));
        await CallAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) await CallAsync();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;

        async Task CallAsync() => Assert.True((await client.CompleteAsync(request, TestContext.Current.CancellationToken)).Complete);
    }
}
