namespace ChatCompletions;

/// <summary>
/// Interprets finish reasons. Servers use different words. An unknown reason is treated as an incomplete answer, because nobody would
/// notice the opposite mistake.
/// </summary>
public static class FinishReasons
{
    private static readonly string[] Whole =
    [
        "stop", "tool_calls", "function_call", "end_turn", "stop_sequence", "tool_use", "eos", "eos_token", "complete", "completed",
    ];

    private static readonly string[] ForTools = ["tool_calls", "function_call", "tool_use"];

    /// <summary>
    /// Selects the reason that counts if a server sends several: the first one of an incomplete answer, otherwise the last one.
    /// </summary>
    internal static string? Join(string? earlier, string? later) => later is null || !IsWhole(earlier) ? earlier : later;

    /// <summary>Whether the answer ended with tool calls.</summary>
    internal static bool IsForTools(string? reason) => reason is not null && ForTools.Contains(reason, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an answer with this finish reason is complete.</summary>
    /// <param name="reason">
    /// The finish reason. <see langword="null"/> counts as complete, since a non-streamed answer need not have one.
    /// </param>
    public static bool IsWhole(string? reason) => reason is null || Whole.Contains(reason, StringComparer.OrdinalIgnoreCase);
}
