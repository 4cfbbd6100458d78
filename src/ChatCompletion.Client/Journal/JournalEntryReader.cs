using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads the whole entry in a line of a journal.</summary>
internal static class JournalEntryReader
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is damaged.</exception>
    public static ChatJournalEntry Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var map = ReadFields(line, out var body);
            return Read(map, body);
        }
        catch (Exception wrong)
            when (wrong is InvalidCastException or FormatException or ArgumentOutOfRangeException or NullReferenceException)
        {
            throw new JsonException("A field has another type.", wrong);
        }
    }

    /// <summary>Reads all fields except the answer, and finds the JSON of the answer.</summary>
    private static JsonDictionary ReadFields(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> answer)
    {
        answer = default;
        var fields = new JsonDictionary();
        var reader = new Utf8JsonReader(line, JournalLine.ReaderOptions);
        reader.Read();
        while (JsonFields.NextField(ref reader))
        {
            var isAnswer = reader.ValueIs("answer"u8);
            var name = JsonStrings.Read(ref reader);
            reader.Read();
            if (isAnswer && reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                answer = line[start..(int)reader.BytesConsumed];
            }
            else fields[name] = JsonText.ReadValue(ref reader);
        }
        return fields;
    }

    private static ChatJournalEntry Read(JsonDictionary map, ReadOnlySpan<byte> body)
    {
        var error = map["error"] as JsonDictionary;
        var answer = body.IsEmpty ? null : JournalAnswer.Read(body, (JsonDictionary)map["call"]!);
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
