using System.Diagnostics;

namespace ChatCompletions.Benchmarks;

/// <summary>How soon a call ends that is stopped: before the answer's headers, in mid-stream, and while it waits to try again.</summary>
internal static class Stops
{
    /// <summary>The stages, each with the server's path that holds a call in it.</summary>
    public static readonly (string Stage, string Path)[] Stages = [("headers", "silent"), ("stream", "pause"), ("retry", "busy")];

    /// <summary>By then a call is in its stage.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);

    public static Task MeasureAsync(string server, Pairs pairs) => pairs.RunAsync(
        [.. Stages.Select(stage => ($"stop.{stage.Stage}.client", (Func<Task<double>>)(() => MeasureAsync($"{server}/{stage.Path}"))))]);

    private static async Task<double> MeasureAsync(string address)
    {
        using var stop = new CancellationTokenSource();
        var call = ReadAsync(Clients.Ours(address), stop.Token);
        await Task.Delay(Settled);
        var began = Stopwatch.GetTimestamp();
        // From a thread of its own, as Ctrl+C comes.
        _ = Task.Run(stop.Cancel);
        await call;
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task ReadAsync(ChatClient client, CancellationToken stop)
    {
        try
        {
            await foreach (var _ in client.StreamAsync(Clients.Request(), stop))
            {
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        throw new InvalidOperationException("The call ended by itself.");
    }
}
