using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes a line of a journal: one JSON object for each finished call. It begins with the version of the format, by which a journal
/// is known; what is sent and what came back are in clear, but a key is in neither, not even where a server echoed it.
/// </summary>
internal static class JournalLine
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The name of the first field.</summary>
    public const string VersionName = "chatJournal";

    /// <summary>What lies deepest in an answer lies deeper in its line.</summary>
    public static readonly JsonReaderOptions ReaderOptions = JsonText.ReaderOptions with { MaxDepth = 2 * JsonText.MaxDepth };

    private static readonly JsonWriterOptions WriterOptions = JsonText.WriterOptions with { MaxDepth = 2 * JsonText.MaxDepth };

    /// <summary>What every line begins with.</summary>
    public static ReadOnlySpan<byte> Start => "{\"chatJournal\":"u8;

    /// <summary>The line of a finished call, with its line feed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">When it was finished.</param>
    /// <param name="answer">Its answer, or what came of it before the failure.</param>
    /// <param name="failure">Why there is no answer.</param>
    /// <param name="masks">Hide the keys of those who were asked.</param>
    public static ReadOnlyMemory<byte> Write(JournalCall call, DateTimeOffset time, ChatCompletion? answer, ChatException? failure, IEnumerable<SecretMask> masks)
    {
        var buffer = new ArrayBufferWriter<byte>(call.Request.Body.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber(VersionName, Version);
            writer.WriteString("key", call.Key.ToString());
            writer.WriteNumber("occurrence", call.Occurrence);
            writer.WriteString("time", time.UtcDateTime);
            writer.WriteString("provider", call.Request.Provider);
            writer.WriteString("model", call.Request.Model);
            writer.WritePropertyName("request");
            writer.WriteRawValue(call.Request.Body.Span, skipInputValidation: true);
            if (failure is not null) Write(writer, "error", Error(failure));
            if (answer is not null) Write(writer, "answer", JournalAnswer.Write(answer));
            writer.WriteEndObject();
        }
        var line = Mask(buffer, masks);
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonDictionary value)
    {
        writer.WritePropertyName(name);
        ExactJson.Write(writer, value);
    }

    private static JsonDictionary Error(ChatException failure) => new()
    {
        ["kind"] = failure.Kind.ToString(),
        ["message"] = failure.Message,
        ["status"] = (failure as ChatApiException)?.StatusCode,
        ["code"] = (failure as ChatApiException)?.Code,
        ["provider"] = failure.Provider,
        ["attempts"] = failure.Attempts,
        ["requestId"] = failure.RequestId,
    };

    /// <summary>A key is taken out text by text, since in the whole line it could take half of an escape with it.</summary>
    private static ArrayBufferWriter<byte> Mask(ArrayBufferWriter<byte> line, IEnumerable<SecretMask> masks)
    {
        var text = Encoding.UTF8.GetString(line.WrittenSpan);
        var needed = masks.Where(mask => mask.Apply(text) != text).ToList();
        if (needed.Count == 0) return line;
        var reader = new Utf8JsonReader(line.WrittenSpan, ReaderOptions);
        reader.Read();
        var masked = new ArrayBufferWriter<byte>(line.WrittenCount);
        using (var writer = new Utf8JsonWriter(masked, WriterOptions)) ExactJson.Write(writer, Masked(JsonText.ReadValue(ref reader)));
        return masked;

        object? Masked(object? value)
        {
            switch (value)
            {
                case string said: return needed.Aggregate(said, static (all, mask) => mask.Apply(all)!);
                case JsonDictionary map:
                    var copy = new JsonDictionary();
                    foreach (var (name, inner) in map.Pairs()) copy[(string)Masked(name)!] = Masked(inner);
                    return copy;
                case JsonList list:
                    var items = new JsonList();
                    items.AddRange(list.Select(Masked));
                    return items;
                default: return value;
            }
        }
    }
}
