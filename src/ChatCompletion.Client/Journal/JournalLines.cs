namespace ChatCompletions;

/// <summary>Splits a file into lines, one at a time. Only one line is in memory.</summary>
internal static class JournalLines
{
    private const int FirstSize = 64 * 1024;

    /// <summary>The maximum number of bytes to read at once, so that reading can also be canceled within a long line.</summary>
    private const int MaxRead = 4 * 1024 * 1024;

    /// <summary>Reads the lines after the current position, except empty ones.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="ChatRequestException">The file cannot be read.</exception>
    public static IEnumerable<JournalText> Read(FileStream file, CancellationToken stop)
    {
        var buffer = new byte[FirstSize];
        var (start, end, seen, number, offset) = (0, 0, 0, 0, file.Position);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var length = buffer.AsSpan(seen, end - seen).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += seen - start;
                number++;
                if (length > 0) yield return new JournalText(number, offset, buffer.AsMemory(start, length), IsEnded: true);
                offset += length + 1;
                seen = start += length + 1;
                continue;
            }
            // Search only the new bytes next time.
            seen = end;
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (seen, end, start) = (seen - start, end - start, 0);
            }
            else if (end == buffer.Length)
            {
                if (buffer.Length >= JournalLine.MaxLength) throw JournalStart.Failed(file.Name, "one of its lines is longer than 1 GB.");
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            var read = Fill(file, buffer.AsSpan(end, Math.Min(buffer.Length - end, MaxRead)));
            if (read == 0) break;
            end += read;
        }
        if (end > start) yield return new JournalText(number + 1, offset, buffer.AsMemory(start, end - start), IsEnded: false);
    }

    private static int Fill(FileStream file, Span<byte> room)
    {
        try
        {
            return file.Read(room);
        }
        catch (IOException unreadable)
        {
            throw JournalStart.Failed(file.Name, SafeText.Excerpt(unreadable.Message, 300), unreadable);
        }
    }
}
