using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>What the view of a journal shows, safe for a terminal. It is attached to the entries, hidden.</summary>
public static class JournalDisplay
{
    private const int MaxText = 200;

    /// <summary>Who answered.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayProvider(PSObject item) => SafeText.Neutralise(PropertyText.Of(item, nameof(ChatJournalEntry.Provider)));

    /// <summary>The model that was asked for.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayModel(PSObject item) => SafeText.Neutralise(PropertyText.Of(item, nameof(ChatJournalEntry.Model)));

    /// <summary>How the call ended: the finish reason, or the name of the error.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayEnd(PSObject item) => SafeText.Neutralise(PropertyText.Of(item, nameof(ChatJournalEntry.ErrorKind)) ?? PropertyText.Of(item, nameof(ChatJournalEntry.FinishReason)));

    /// <summary>The beginning of the answer or of the error, as one line.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayText(PSObject item)
    {
        var text = PropertyText.Of(item, nameof(ChatJournalEntry.Content)) ?? PropertyText.Of(item, nameof(ChatJournalEntry.Error)) ?? "";
        return SafeText.Neutralise((text.Length > MaxText ? text[..MaxText] + "…" : text).ReplaceLineEndings(" ").Replace('\t', ' '));
    }
}
