using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads journals line by line, past what is damaged, and never without a word.</summary>
internal static class JournalReader
{
    /// <summary>The entries of a journal, in the order in which the calls were finished.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <param name="warn">Is told of damaged lines.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be read.</exception>
    public static IEnumerable<ChatJournalEntry> Read(string path, Action<string> warn, CancellationToken stop)
    {
        using var file = JournalStart.OpenForReading(path);
        foreach (var (line, head) in Lines(file, warn, stop))
        {
            if (head is null) continue;
            ChatJournalEntry? entry = null;
            try
            {
                entry = JournalEntryReader.Read(line.Bytes.Span);
            }
            catch (JsonException)
            {
                warn(Damaged(file.Name, line.Number));
            }
            if (entry is not null) yield return entry;
        }
    }

    /// <summary>The lines with their heads. Damaged ones have none.</summary>
    /// <exception cref="ChatRequestException">It cannot be read, or another version wrote it.</exception>
    public static IEnumerable<(JournalText Line, JournalHead? Head)> Lines(FileStream file, Action<string> warn, CancellationToken stop)
    {
        foreach (var line in JournalLines.Read(file, stop))
        {
            var head = Head(file.Name, line.Bytes.Span);
            if (head is null) warn(line.IsEnded ? Damaged(file.Name, line.Number) : Torn(file.Name));
            yield return (line, head);
        }
    }

    private static JournalHead? Head(string path, ReadOnlySpan<byte> line)
    {
        try
        {
            return JournalHead.Read(line);
        }
        catch (ChatRequestException other)
        {
            throw JournalStart.Failed(path, other.Message);
        }
    }

    /// <summary>The warning of a damaged line.</summary>
    public static string Damaged(string path, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {number} of the journal {SafeText.Excerpt(path, 500)} is damaged. ")
        + "It is passed over; what it answered counts as not asked.";

    private static string Torn(string path) =>
        $"The last line of the journal {SafeText.Excerpt(path, 500)} is not whole: a run was ended while it wrote it, or is writing it now. "
        + "It is passed over.";
}
