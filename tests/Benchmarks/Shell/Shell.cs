using System.Diagnostics;
using System.Globalization;
using ChatCompletions.Demo;

namespace ChatCompletions.Benchmarks;

/// <summary>Runs the scripts that measure the cmdlets, each in a PowerShell of its own, and keeps the samples they write.</summary>
internal sealed class Shell
{
    private readonly string _pwsh;
    private readonly Settings _settings;
    private readonly string _server;
    private readonly Samples _samples;

    private Shell(string pwsh, Settings settings, string server, Samples samples)
    {
        _pwsh = pwsh;
        _settings = settings;
        _server = server;
        _samples = samples;
    }

    /// <summary>PowerShell's version.</summary>
    public string? Version { get; private set; }

    /// <summary>What is to be said beside the figures, such as which peer is absent.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The PowerShell of this machine; <see langword="null"/> where there is none.</summary>
    public static Shell? Find(Settings settings, string server, Samples samples) =>
        PowerShellFinder.Find() is { } pwsh ? new Shell(pwsh, settings, server, samples) : null;

    /// <summary>Runs all scripts.</summary>
    public async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("chatcompletion-bench-").FullName;
        try
        {
            Version = (await RunAsync("Version.ps1", [], folder)).Trim();
            await new ShellImport(this, _settings, _samples, folder).MeasureAsync();
            foreach (var script in new[] { "Calls", "Streams", "Bulk", "Memory", "Growth", "Stops" }.Where(_settings.WantsScript))
            {
                await Console.Error.WriteLineAsync($"shell {script} …");
                List<string> arguments = ["-Manifest", Program.BuiltPath("ModuleManifest"), "-Server", _server, "-Pairs", _settings.Pairs.ToString(CultureInfo.InvariantCulture)];
                if (_settings.Quick) arguments.Add("-Quick");
                if (script == "Calls" && _settings.PeerCall is { } call) arguments.AddRange(["-Peer", string.Join(',', _settings.Peers), "-PeerCall", call]);
                try
                {
                    Keep(await RunAsync($"{script}.ps1", arguments, folder));
                }
                catch (InvalidOperationException failed)
                {
                    // The others are measured all the same.
                    await Console.Error.WriteLineAsync(failed.Message);
                    Notes.Add($"{script}.ps1 failed.");
                    Environment.ExitCode = 1;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a script in a fresh process, with a home, and so a configuration, of its own.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync(string script, IEnumerable<string> arguments, string home)
    {
        var start = new ProcessStartInfo(_pwsh, ["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Scripts", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["HOME"] = start.Environment["XDG_CONFIG_HOME"] = home;
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, ".cache");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} failed: {await errors}\n{output}");
        return output;
    }

    private void Keep(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!_samples.AddLine(line)) Notes.Add(line);
    }
}
