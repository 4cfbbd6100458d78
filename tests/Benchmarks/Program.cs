using System.Reflection;

namespace ChatCompletions.Benchmarks;

/// <summary>Measures the client and the cmdlets against their peers, and writes down how they compare.</summary>
internal static class Program
{
    /// <summary>The argument that makes the process the server.</summary>
    public const string Serve = "serve";

    /// <summary>A path that the build wrote down.</summary>
    public static string BuiltPath(string key) =>
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;

    private static async Task<int> Main(string[] args)
    {
        if (args is [Serve])
        {
            await AnswerServer.ServeAsync();
            return 0;
        }
        var settings = Settings.Read(args);
        var samples = new Samples();
        var pairs = new Pairs(samples, settings.Pairs, settings.Quick ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(2));
        using var server = await ServerProcess.StartAsync();
        var shell = Shell.Find(settings, server.Address, samples);
        foreach (var (name, measure) in new (string, Func<Task>)[]
        {
            ("calls", () => Calls.MeasureAsync(server.Address, pairs)),
            ("streams", () => Streams.MeasureAsync(server.Address, pairs, settings)),
            ("requests", () => Requests.MeasureAsync(server.Address, pairs)),
            ("stops", () => Stops.MeasureAsync(server.Address, pairs)),
            ("shell", () => shell?.MeasureAsync() ?? Task.CompletedTask),
        })
        {
            if (!settings.Wants(name)) continue;
            await Console.Error.WriteLineAsync($"{name} …");
            await measure();
        }
        var surroundings = new Surroundings(settings.Pairs, shell?.Version);
        if (shell is null) surroundings.Notes.Add("No PowerShell was found, so the cmdlets were not measured.");
        else surroundings.Notes.AddRange(shell.Notes);
        var report = Report.Write(samples, Table.Rows(samples), surroundings);
        await Console.Out.WriteLineAsync(report);
        if (settings.Output is { } file) await File.WriteAllTextAsync(file, report);
        return Environment.ExitCode;
    }
}
