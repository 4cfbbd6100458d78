using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace ChatCompletions.Tests;

/// <summary>What a chunk costs, in figures that no busy machine changes.</summary>
public class StreamCostTests
{
    private const int Some = 1000;
    private const int Many = 5000;

    /// <summary>The chunk, its text of one word, and its part of the whole text. A build for debugging makes an object of each step as well.</summary>
    private static readonly int MostBytes =
        typeof(ChatClient).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true ? 450 : 190;

    [Fact]
    public async Task A_chunk_allocates_little()
    {
        await AllocatedAsync(Some);
        var some = await AllocatedAsync(Some);
        var many = await AllocatedAsync(Many);

        Assert.InRange((many - some) / (Many - Some), 104, MostBytes);
    }

    [Fact]
    public async Task One_read_takes_all_events_that_have_come()
    {
        var bytes = Stream(Many);
        var reads = 0;
        await foreach (var chunk in Ask.Client(new BytesHandler(bytes) { NextSize = () => { reads++; return int.MaxValue; } }).StreamAsync(Ask.Question(), TestContext.Current.CancellationToken)) Assert.NotNull(chunk.Content);

        Assert.InRange(reads, 2, (bytes.Length / (8 * 1024)) + 3);
    }

    /// <summary>Nothing is waited for, so all of it happens on this thread.</summary>
    private static async Task<long> AllocatedAsync(int count)
    {
        var client = Ask.Client(new BytesHandler(Stream(count)));
        var chunks = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (var chunk in client.StreamAsync(Ask.Question(), TestContext.Current.CancellationToken)) chunks += chunk.Content.Length > 0 ? 1 : 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(count, chunks);
        return allocated;
    }

    private static byte[] Stream(int count)
    {
        const string head = """data: {"id":"c1","object":"chat.completion.chunk","created":1723155364,"model":"m-1","choices":[{"index":0,"delta":""";
        var word = head + """{"content":" word"},"logprobs":null,"finish_reason":null}]}""" + "\n\n";
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(word, count)) + head + """{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n");
    }
}
