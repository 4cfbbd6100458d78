using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads journals line by line, past what is damaged, and never without a word.</summary>
internal static class JournalReader
{
    /// <summary>The entries of a journal, in the order in which the calls were finished.</summary>
    /// <param name="path">The whole path, taken literally.</param>
    /// <param name="warn">Takes a warning for each damaged line.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <param name="note">Takes a message for each unfinished line that a later run continued behind.</param>
    /// <exception cref="ChatRequestException">It is no journal, or cannot be read.</exception>
    public static IEnumerable<ChatJournalEntry> Read(string path, Action<string> warn, CancellationToken stop, Action<string>? note = null)
    {
        using var file = JournalStart.OpenForReading(path);
        foreach (var (line, head) in Lines(file, warn, stop, note))
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

    /// <summary>
    /// The lines with their heads. Damaged ones have none. A killed run can leave an unfinished line. The run that continues the journal
    /// warns of it and writes behind it, so once a good line follows, there is nothing left to warn of.
    /// </summary>
    /// <exception cref="ChatRequestException">It cannot be read, or another version wrote it.</exception>
    public static IEnumerable<(JournalText Line, JournalHead? Head)> Lines(
        FileStream file, Action<string> warn, CancellationToken stop, Action<string>? note = null)
    {
        var unfinished = new Queue<int>();
        foreach (var line in JournalLines.Read(file, stop))
        {
            var head = Head(file.Name, line.Bytes.Span);
            if (head is null && line.IsEnded && IsUnfinished(line.Bytes.Span))
            {
                unfinished.Enqueue(line.Number);
            }
            else
            {
                // A line is taken for unfinished only if a good one follows; otherwise something else damaged the file.
                while (unfinished.TryDequeue(out var number))
                    if (head is null) warn(Damaged(file.Name, number));
                    else note?.Invoke(Continued(file.Name, number));
                if (head is null) warn(line.IsEnded ? Damaged(file.Name, line.Number) : Torn(file.Name));
            }
            yield return (line, head);
        }
        while (unfinished.TryDequeue(out var number)) warn(Damaged(file.Name, number));
    }

    /// <summary>Whether a line is sound as far as it goes and only lacks its end. Any other damage was not done by a killed run.</summary>
    private static bool IsUnfinished(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(JournalLine.Start) && !JournalLine.Start.StartsWith(line)) return false;
        CutJson.Complete(line, out var isCut);
        return isCut;
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

    private static string Continued(string path, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"Line {number} of the journal {SafeText.Excerpt(path, 500)} was not finished by a run that was ended. A later run continued.");

    private static string Torn(string path) =>
        $"The last line of the journal {SafeText.Excerpt(path, 500)} is not whole: "
        + "a run was ended while it wrote it, or is writing it now. "
        + "It is passed over.";
}
