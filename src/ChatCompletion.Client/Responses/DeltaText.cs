using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>A text in a delta of an event.</summary>
/// <param name="Range">The position of the text in the event, without its quotes.</param>
/// <param name="Choice">The start of the JSON of an event with the same choice.</param>
/// <param name="Before">The start of the JSON of an event that has only this text, up to the text.</param>
/// <param name="After">The end of that JSON, after the text.</param>
/// <param name="IsLast">Whether the event has the finish reason of the choice.</param>
internal readonly record struct DeltaText(Range Range, string Choice, string Before, string After, bool IsLast)
{
    /// <summary>
    /// The maximal number of choices to search, and the maximal length of the JSON of an index. No real answer exceeds it.
    /// </summary>
    private const int MaxItems = 1024;

    /// <summary>The fields whose text arrives in pieces.</summary>
    private static readonly byte[][] Names =
    [
        "content"u8.ToArray(), "text"u8.ToArray(), "reasoning_content"u8.ToArray(), "reasoning"u8.ToArray(), "thinking"u8.ToArray(),
        "refusal"u8.ToArray(), "arguments"u8.ToArray(), "input"u8.ToArray(), "transcript"u8.ToArray(),
    ];

    /// <summary>The fields of a delta whose objects and lists contain such fields.</summary>
    private static readonly byte[][] Containers =
    [
        "content"u8.ToArray(), "thinking"u8.ToArray(), "reasoning_details"u8.ToArray(), "audio"u8.ToArray(),
        "tool_calls"u8.ToArray(), "function"u8.ToArray(), "custom"u8.ToArray(), "function_call"u8.ToArray(),
    ];

    /// <summary>Finds the texts in the deltas of an event. Each choice also gives an entry with an empty range.</summary>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public static List<DeltaText> Find(ReadOnlySpan<byte> json)
    {
        var texts = new List<DeltaText>();
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return texts;
        while (JsonFields.NextField(ref reader))
        {
            var isChoices = reader.ValueSpan.SequenceEqual("choices"u8);
            reader.Read();
            if (!isChoices || reader.TokenType != JsonTokenType.StartArray) reader.Skip();
            else
                for (var position = 0; JsonFields.NextItem(ref reader); position++) FindInChoice(ref reader, position, texts);
        }
        return texts;
    }

    private static void FindInChoice(ref Utf8JsonReader reader, int position, List<DeltaText> texts)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return;
        if (position >= MaxItems)
        {
            reader.Skip();
            return;
        }
        var (index, reason) = (Field(reader, "index"u8), Field(reader, "finish_reason"u8));
        // Without an index, the position in the list counts.
        var entry = index is null ? string.Concat(Enumerable.Repeat("null,", position)) + "{" : $"{{\"index\":{index},";
        var choice = "{\"choices\":[" + entry;
        var found = new DeltaText(default, choice, choice + "\"delta\":", "}]}", reason is not (null or "\"\"" or "\"null\""));
        texts.Add(found);
        while (JsonFields.NextField(ref reader))
        {
            var isDelta = reader.ValueSpan.SequenceEqual("delta"u8);
            reader.Read();
            if (isDelta && reader.TokenType == JsonTokenType.StartObject) FindInFields(ref reader, found, texts);
            else reader.Skip();
        }
    }

    private static void FindIn(ref Utf8JsonReader reader, in DeltaText place, ReadOnlySpan<byte> name, List<DeltaText> texts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when IsOneOf(name, Containers):
                FindInFields(ref reader, place, texts);
                break;
            case JsonTokenType.StartArray when IsOneOf(name, Containers):
                var item = place with { Before = place.Before + "[", After = "]" + place.After };
                while (JsonFields.NextItem(ref reader)) FindIn(ref reader, item, name, texts);
                break;
            case JsonTokenType.String when !reader.ValueSpan.IsEmpty && IsOneOf(name, Names):
                var start = (int)reader.TokenStartIndex + 1;
                var range = start..(start + reader.ValueSpan.Length);
                texts.Add(place with { Range = range, Before = place.Before + "\"", After = "\"" + place.After });
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static void FindInFields(ref Utf8JsonReader reader, in DeltaText place, List<DeltaText> texts)
    {
        var index = Field(reader, "index"u8) is { } number ? $"\"index\":{number}," : "";
        while (JsonFields.NextField(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            var before = $"{place.Before}{{{index}\"{Encoding.UTF8.GetString(name)}\":";
            FindIn(ref reader, place with { Before = before, After = "}" + place.After }, name, texts);
        }
    }

    private static bool IsOneOf(ReadOnlySpan<byte> name, byte[][] names)
    {
        foreach (var one in names)
            if (name.SequenceEqual(one)) return true;
        return false;
    }

    /// <summary>Gets the JSON of a field of the current object; <see langword="null"/> if there is none. The reader is a copy.</summary>
    private static string? Field(Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (JsonFields.NextField(ref reader))
        {
            var isField = reader.ValueSpan.SequenceEqual(name);
            reader.Read();
            if (isField)
                return reader.TokenType != JsonTokenType.Null && RawJson.Read(ref reader) is { Length: <= MaxItems } json ? json : null;
            reader.Skip();
        }
        return null;
    }
}
