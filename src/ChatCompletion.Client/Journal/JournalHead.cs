using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>The head of a line: the identity of its call, without its texts.</summary>
/// <param name="Key">The key of the call.</param>
/// <param name="Occurrence">The number of the call among those of its run with the same key.</param>
/// <param name="IsAnswered">Whether the line has an answer.</param>
internal readonly record struct JournalHead(JournalKey Key, int Occurrence, bool IsAnswered)
{
    /// <summary>Reads the head of a line, and validates the whole line.</summary>
    /// <returns>The head; <see langword="null"/> if the line is damaged.</returns>
    /// <exception cref="ChatRequestException">The line has another version of the format.</exception>
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
            if (reader.ValueIs("chatJournal"u8)) { reader.Read(); version = CheckVersion(JsonFields.Whole(ref reader) ?? 0); }
            else if (reader.ValueIs("key"u8)) { reader.Read(); key = JournalKey.Parse(JsonFields.Text(ref reader)); }
            else if (reader.ValueIs("occurrence"u8)) { reader.Read(); occurrence = JsonFields.Whole(ref reader) ?? 0; }
            else if (reader.ValueIs("answer"u8))
            {
                reader.Read();
                hasAnswer = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
            else if (reader.ValueIs("error"u8)) { reader.Read(); hasError = reader.TokenType == JsonTokenType.StartObject; reader.Skip(); }
            else { reader.Read(); reader.Skip(); }
        }
        // Throws if anything follows the object.
        reader.Read();
        var isWhole = version > 0 && occurrence is > 0 and <= int.MaxValue && (hasAnswer || hasError);
        return isWhole && key is { } known ? new JournalHead(known, (int)occurrence, hasAnswer && !hasError) : null;
    }

    /// <summary>Rejects other versions at the first field: the rest of the line may have any form.</summary>
    private static long CheckVersion(long version)
    {
        if (version is <= 0 or JournalLine.Version) return version;
        var writer = version > JournalLine.Version ? "a newer" : "an older";
        var message = $"{writer} version of this module wrote it "
            + $"(format {version}; this version reads and writes format {JournalLine.Version}).";
        throw new ChatRequestException(ChatErrorKind.JournalFailed, "JournalPath", message);
    }
}
