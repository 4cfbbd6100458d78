using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>What the view of a journal shows, safe for a terminal. The types file attaches it to the entries, hidden.</summary>
public static class JournalDisplay
{
    private const int MaxText = 200;

    /// <summary>Who answered.</summary>
    public static string Provider(PSObject item) => SafeText.Neutralise(Entry(item)?.Provider);

    /// <summary>The model that was asked for.</summary>
    public static string Model(PSObject item) => SafeText.Neutralise(Entry(item)?.Model);

    /// <summary>How the call ended: the finish reason, or the name of the error.</summary>
    public static string End(PSObject item) => SafeText.Neutralise(Entry(item) is { } entry ? entry.ErrorKind ?? entry.FinishReason : null);

    /// <summary>The beginning of the answer or of the error, as one line.</summary>
    public static string Text(PSObject item)
    {
        var text = Entry(item)?.ToString() ?? "";
        return SafeText.Neutralise((text.Length > MaxText ? text[..MaxText] + "…" : text).ReplaceLineEndings(" ").Replace('\t', ' '));
    }

    private static ChatJournalEntry? Entry(PSObject item) => item?.BaseObject as ChatJournalEntry;
}
