using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads journals line by line. It skips damaged lines with a warning.</summary>
internal static class JournalReader
{
    /// <summary>Reads the entries of a journal, in the order in which the calls finished.</summary>
    /// <param name="path">The full path, taken literally.</param>
    /// <param name="warn">Receives a warning for each damaged line.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <param name="note">Receives a message for each unfinished line after which a later run continued.</param>
    /// <exception cref="ChatRequestException">The file is not a journal, or cannot be read.</exception>
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
    /// Reads the lines with their heads; damaged lines have no head. A killed run can leave an unfinished line. The run that continues the
    /// journal warns about it and appends after it, so no warning is needed once a valid line follows.
    /// </summary>
    /// <exception cref="ChatRequestException">The file cannot be read, or has another version of the format.</exception>
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
                // A line counts as unfinished only if a valid one follows; otherwise something else damaged the file.
                while (unfinished.TryDequeue(out var number))
                    if (head is null) warn(Damaged(file.Name, number));
                    else note?.Invoke(Continued(file.Name, number));
                if (head is null) warn(line.IsEnded ? Damaged(file.Name, line.Number) : Torn(file.Name));
            }
            yield return (line, head);
        }
        while (unfinished.TryDequeue(out var number)) warn(Damaged(file.Name, number));
    }

    /// <summary>Whether a line is valid and only lacks its end. A killed run causes no other damage.</summary>
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

    /// <summary>Gets the warning about a damaged line.</summary>
    public static string Damaged(string path, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {number} of the journal {SafeText.Excerpt(path, 500)} is damaged. ")
        + "It is skipped, and its question counts as not answered.";

    private static string Continued(string path, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"Line {number} of the journal {SafeText.Excerpt(path, 500)} is not finished, because its run was ended. A later run continued.");

    private static string Torn(string path) =>
        $"The last line of the journal {SafeText.Excerpt(path, 500)} is incomplete: "
        + "a run was ended while it wrote the line, or is writing it now. It is skipped.";
}
