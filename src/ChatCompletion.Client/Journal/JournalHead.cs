using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>What a line says of its call, without the texts in it.</summary>
/// <param name="Key">What makes it the same call.</param>
/// <param name="Occurrence">Which one it is of the same calls in its run.</param>
/// <param name="IsAnswered">Whether the call was answered.</param>
internal readonly record struct JournalHead(JournalKey Key, int Occurrence, bool IsAnswered)
{
    /// <summary>Reads a line through.</summary>
    /// <returns>The head; <see langword="null"/> where the line is damaged.</returns>
    /// <exception cref="ChatRequestException">A newer version of the format wrote it.</exception>
    public static JournalHead? Read(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(JournalLine.Start) || !Utf8.IsValid(line)) return null;
        try
        {
            return Read(new Utf8JsonReader(line, JournalLine.ReaderOptions));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JournalHead? Read(Utf8JsonReader reader)
    {
        JournalKey? key = null;
        var (version, occurrence, hasAnswer, hasError) = (0L, 0L, false, false);
        reader.Read();
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("chatJournal"u8)) { reader.Read(); version = JsonFields.Whole(ref reader) ?? 0; }
            else if (reader.Says("key"u8)) { reader.Read(); key = JournalKey.Parse(JsonFields.Text(ref reader)); }
            else if (reader.Says("occurrence"u8)) { reader.Read(); occurrence = JsonFields.Whole(ref reader) ?? 0; }
            else if (reader.Says("answer"u8)) { reader.Read(); hasAnswer = reader.TokenType == JsonTokenType.StartObject; reader.Skip(); }
            else if (reader.Says("error"u8)) { reader.Read(); hasError = reader.TokenType == JsonTokenType.StartObject; reader.Skip(); }
            else { reader.Read(); reader.Skip(); }
        }
        // Nothing may come behind it.
        reader.Read();
        if (version > JournalLine.Version)
            throw new ChatRequestException(ChatErrorKind.JournalFailed, "JournalPath", $"it was written by a newer version of this module (format {version}; this one knows {JournalLine.Version}).");
        return key is { } known && version > 0 && occurrence is > 0 and <= int.MaxValue && (hasAnswer || hasError) ? new JournalHead(known, (int)occurrence, hasAnswer && !hasError) : null;
    }
}
