namespace ChatCompletions.Commands;

public sealed partial class InvokeChatCompletionCommand
{
    /// <summary>
    /// Rejects $null for parameters that act as safeguards: a misspelled variable or a missing file would silently remove them from the
    /// request.
    /// </summary>
    private void CheckNotNull()
    {
        foreach (var (name, value) in new (string, object?)[]
                 {
                     (nameof(As), As), (nameof(ResponseFormat), ResponseFormat), (nameof(Tools), Tools), (nameof(ToolChoice), ToolChoice),
                     (nameof(Fallbacks), Fallbacks), (nameof(MaxTotalTokens), MaxTotalTokens),
                 })
            if (value is null && IsGiven(name))
                throw Errors.Wrong(
                    name,
                    $"-{name} is $null, so the request would be sent without it. "
                    + $"Check the variable or file that it comes from, or omit -{name}.");
    }

    private void CheckBulk()
    {
        if (ThrottleLimit is < 1 or > MaxThrottleLimit)
            throw Errors.Wrong(nameof(ThrottleLimit), $"-ThrottleLimit must be from 1 to {MaxThrottleLimit}; it is {ThrottleLimit}.");
        if (Stream && ThrottleLimit > 1)
            throw Errors.Wrong(
                nameof(ThrottleLimit),
                "-Stream writes one answer after another as it arrives, so it requires -ThrottleLimit 1. Omit one of the two.");
        if (MaxTotalTokens < 1)
            throw Errors.Wrong(nameof(MaxTotalTokens), $"-MaxTotalTokens must be at least 1; it is {MaxTotalTokens}.");
        if (Stream && JournalPath is not null)
            throw Errors.Wrong(
                nameof(JournalPath), "-JournalPath stores whole answers, so it cannot be used with -Stream. Omit one of the two.");
        if (FileContent && !HasInput)
            throw Errors.Wrong(
                nameof(FileContent),
                "-FileContent reads piped files, but nothing is piped. Pipe them: "
                + "Get-ChildItem *.log | Invoke-ChatCompletion 'Summarize this file.' -FileContent.");
        if (MaxContextChars < 1)
            throw Errors.Wrong(nameof(MaxContextChars), $"-MaxContextChars must be at least 1; it is {MaxContextChars}.");
    }
}
