using System.Diagnostics;
using System.Globalization;

namespace ChatCompletions.Benchmarks;

/// <summary>Imports modules in fresh processes: none, an empty binary module, ours, and the peers.</summary>
internal sealed class ShellImport(Shell shell, Settings settings, Samples samples, string folder)
{
    public async Task MeasureAsync()
    {
        var empty = Path.Combine(folder, "Empty");
        await shell.RunAsync("New-EmptyModule.ps1", ["-Folder", empty], folder);
        var sides = new List<(string Key, string Module)> { ("none", ""), ("empty", Path.Combine(empty, "Empty.psd1")), ("ours", Program.BuiltPath("ModuleManifest")) };
        foreach (var peer in settings.Peers)
        {
            var version = (await shell.RunAsync("Test-Module.ps1", ["-Name", peer], folder)).Trim();
            if (version.Length > 0) sides.Add(($"peer.{peer}", peer));
            shell.Notes.Add(version.Length > 0 ? $"The peer module is {peer} {version}." : $"The module {peer} is absent.");
        }
        // One round warms the disk.
        for (var round = 0; round <= settings.Pairs; round++)
            foreach (var (key, module) in sides) await ImportAsync(key, module, isKept: round > 0);
    }

    private async Task ImportAsync(string key, string module, bool isKept)
    {
        var began = Stopwatch.GetTimestamp();
        var output = await shell.RunAsync("Import.ps1", ["-Module", module], folder);
        var whole = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (!isKept) return;
        samples.Add($"import.{key}.process", whole);
        if (module.Length > 0) samples.Add($"import.{key}.command", double.Parse(output, CultureInfo.InvariantCulture));
    }
}
