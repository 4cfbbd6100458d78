using System.Runtime.InteropServices;

namespace ChatCompletions.Benchmarks;

/// <summary>On what kind of machine, and with which versions, it was measured. No names and no paths.</summary>
/// <param name="Pairs">How many runs there were.</param>
/// <param name="PowerShell">PowerShell's version; <see langword="null"/> where there is none.</param>
internal sealed record Surroundings(int Pairs, string? PowerShell)
{
    /// <summary>What else is to be said.</summary>
    public List<string> Notes { get; } = [];

    public override string ToString()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var openAI = typeof(OpenAI.OpenAIClient).Assembly.GetName().Version!.ToString(3);
        var own = typeof(ChatClient).Assembly.GetName().Version!.ToString(3);
        return FormattableString.Invariant($"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), {memory:0} GB of memory, {System()}; ChatCompletion {own}, {RuntimeInformation.FrameworkDescription}, PowerShell {PowerShell ?? "absent"}, OpenAI client {openAI}; {Pairs} pairs.");
    }

    private static string System() => OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux";
}
