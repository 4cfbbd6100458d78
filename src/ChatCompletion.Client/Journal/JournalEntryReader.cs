using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads a line of a journal whole.</summary>
internal static class JournalEntryReader
{
    /// <summary>The entry in a line.</summary>
    /// <exception cref="JsonException">The line is damaged.</exception>
    public static ChatJournalEntry Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, JournalLine.ReaderOptions);
        reader.Read();
        try
        {
            return Read((JsonDictionary)JsonText.ReadValue(ref reader)!);
        }
        catch (Exception wrong)
            when (wrong is InvalidCastException or FormatException or ArgumentOutOfRangeException or NullReferenceException)
        {
            throw new JsonException("A field is of another kind.", wrong);
        }
    }

    private static ChatJournalEntry Read(JsonDictionary map)
    {
        var error = map["error"] as JsonDictionary;
        var answer = map["answer"] is JsonDictionary fields ? JournalAnswer.Read(fields) : null;
        return new ChatJournalEntry
        {
            Time = DateTimeOffset.Parse((string)map["time"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToLocalTime(),
            Key = (string)map["key"]!,
            Occurrence = (int)(long)map["occurrence"]!,
            Provider = answer?.Provider ?? error?["provider"] as string ?? map["provider"] as string,
            Model = map["model"] as string,
            Request = (JsonDictionary)map["request"]!,
            Completion = answer,
            Error = error?["message"] as string,
            ErrorKind = error?["kind"] as string,
            StatusCode = (int?)(error?["status"] as long?),
            Attempts = answer?.Attempts ?? (int)(error?["attempts"] as long? ?? 0),
            KeyMark = map["keyMark"] as string,
            RequestId = answer?.RequestId ?? error?["requestId"] as string,
        };
    }
}
