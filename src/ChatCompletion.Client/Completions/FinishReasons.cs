namespace ChatCompletions;

/// <summary>
/// What the reasons say for which an answer ended. Servers have words of their own; one that is not known to mean a whole
/// answer is taken to mean a cut one, since the opposite mistake passes unseen.
/// </summary>
public static class FinishReasons
{
    private static readonly string[] Whole = ["stop", "tool_calls", "function_call", "end_turn", "stop_sequence", "tool_use", "eos", "eos_token", "complete", "completed"];

    private static readonly string[] ForTools = ["tool_calls", "function_call", "tool_use"];

    /// <summary>The reason that counts where a server gives several: the first that means a cut answer, else the last one.</summary>
    internal static string? Join(string? earlier, string? later) => later is null || !IsWhole(earlier) ? earlier : later;

    /// <summary>Whether an answer ended because the model called tools.</summary>
    internal static bool IsForTools(string? reason) => reason is not null && ForTools.Contains(reason, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an answer that ended for this reason is whole.</summary>
    /// <param name="reason">The reason; <see langword="null"/> where the server did not say, which a whole body need not.</param>
    public static bool IsWhole(string? reason) => reason is null || Whole.Contains(reason, StringComparer.OrdinalIgnoreCase);
}
