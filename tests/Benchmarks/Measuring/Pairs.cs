using System.Diagnostics;

namespace ChatCompletions.Benchmarks;

/// <summary>Runs what is compared in turn (A B A B …), so that whatever else the machine does falls on all alike.</summary>
/// <param name="samples">Takes the values.</param>
/// <param name="count">How many rounds.</param>
/// <param name="warmUp">How long each side runs first, so that the runtime has compiled it for good.</param>
internal sealed class Pairs(Samples samples, int count, TimeSpan warmUp)
{
    /// <summary>Measures each side until it is warm, then in turn.</summary>
    /// <param name="sides">The key of each side, and what measures it.</param>
    public async Task RunAsync(params (string Key, Func<Task<double>> Measure)[] sides)
    {
        foreach (var (_, measure) in sides)
        {
            var watch = Stopwatch.StartNew();
            do await measure(); while (watch.Elapsed < warmUp);
        }
        for (var i = 0; i < count; i++)
        {
            foreach (var (key, measure) in sides)
            {
                GC.Collect();
                samples.Add(key, await measure());
            }
        }
    }

    /// <summary>The time of an action in microseconds, for each of its repetitions.</summary>
    public static Func<Task<double>> Microseconds(int repetitions, Func<Task> action) => async () =>
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < repetitions; i++) await action();
        return watch.Elapsed.TotalMicroseconds / repetitions;
    };
}
