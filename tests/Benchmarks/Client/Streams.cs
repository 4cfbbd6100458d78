using System.Diagnostics;
using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>Streams of several lengths: time and allocated bytes of a chunk, and how soon the first one is there.</summary>
internal static class Streams
{
    /// <summary>What a chunk's own text takes as an object; all else is counted.</summary>
    private static readonly int TextBytes = 8 * ((22 + (2 * Replies.ChunkText.Length) + 7) / 8);

    public static async Task MeasureAsync(string server, Pairs pairs, Settings settings)
    {
        foreach (var (count, repetitions) in settings.Quick ? [(100, 50), (10_000, 2)] : new[] { (100, 50), (10_000, 2), (200_000, 1) }) await MeasureAsync(server, pairs, count, repetitions);
        await MeasureFirstAsync(server, pairs);
    }

    private static async Task MeasureAsync(string server, Pairs pairs, int count, int repetitions)
    {
        var address = $"{server}/stream/{count}";
        using var bare = new BareLoop();
        var ours = Clients.Ours(address);
        var official = Clients.Official(address);
        var key = string.Create(CultureInfo.InvariantCulture, $"stream.{count}");
        await pairs.RunAsync(
            ($"{key}.bare", PerChunk(() => bare.AskAsync(Clients.ChatAddress(address)))),
            ($"{key}.ours", PerChunk(() => ReadAsync(ours, count))),
            ($"{key}.openai", PerChunk(() => ReadAsync(official, count))));
        await pairs.RunAsync(
            ($"{key}.bytes.ours", Allocated(() => ReadAsync(ours, count))),
            ($"{key}.bytes.openai", Allocated(() => ReadAsync(official, count))));

        Func<Task<double>> PerChunk(Func<Task> read)
        {
            var measure = Pairs.Microseconds(repetitions, read);
            return async () => await measure() / count;
        }

        Func<Task<double>> Allocated(Func<Task> read) => async () =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await read();
            return ((double)(GC.GetTotalAllocatedBytes(precise: true) - before) / count) - TextBytes;
        };
    }

    private static async Task ReadAsync(ChatClient client, int count)
    {
        var length = 0;
        await foreach (var chunk in client.StreamAsync(Clients.Request())) length += chunk.Content.Length;
        if (length != count * Replies.ChunkText.Length) throw new InvalidOperationException("Chunks are missing.");
    }

    private static async Task ReadAsync(OpenAI.Chat.ChatClient client, int count)
    {
        var length = 0;
        await foreach (var update in client.CompleteChatStreamingAsync(Clients.Question))
            foreach (var part in update.ContentUpdate) length += part.Text.Length;
        if (length != count * Replies.ChunkText.Length) throw new InvalidOperationException("Updates are missing.");
    }

    private static async Task MeasureFirstAsync(string server, Pairs pairs)
    {
        var ours = Clients.Ours($"{server}/first");
        var official = Clients.Official($"{server}/first");
        await pairs.RunAsync(
            ("first.ours", async () =>
            {
                await foreach (var chunk in ours.StreamAsync(Clients.Request())) if (chunk.Content.Length > 0) return Since(chunk.Content);
                throw new InvalidOperationException("No chunk came.");
            }),
            ("first.openai", async () =>
            {
                await foreach (var update in official.CompleteChatStreamingAsync(Clients.Question)) if (update.ContentUpdate.Count > 0) return Since(update.ContentUpdate[0].Text);
                throw new InvalidOperationException("No update came.");
            }));
    }

    /// <summary>Milliseconds since the server wrote this; its clock is the machine's, as ours is.</summary>
    private static double Since(string timestamp) => Stopwatch.GetElapsedTime(long.Parse(timestamp, CultureInfo.InvariantCulture)).TotalMilliseconds;
}
