using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// What one JSON object from the server says: an event of a stream, or a whole answer, which is read as a stream of one
/// event. The object is used again for the next event.
/// </summary>
internal sealed class AnswerEvent(string? provider, object? inputObject, ChatLimits limits, ThinkTags? thinkTags = null, int askedChoices = 0)
{
    /// <summary>How the fault begins of JSON that is no object.</summary>
    public const string SentInstead = "The server sent ";

    private readonly RepeatedHead _head = new();
    private ChunkHeader _header = new() { Provider = provider, InputObject = inputObject, AskedChoices = askedChoices };

    /// <summary>Id, model and the like, as last said.</summary>
    public ChunkHeader Header => _header;

    public List<ChoiceFields> Choices { get; } = [];

    public ChatUsage? Usage { get; private set; }

    /// <summary>The error the server reports in place of an answer or beside it; <see langword="null"/> where there is none.</summary>
    public object? Error { get; private set; }

    public JsonDictionary? Additional { get; private set; }

    /// <summary>Reads the JSON of one event.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Clear();
        if (_head.Begins(json, out var reader)) ReadObject(ref reader, json, isResumed: true);
        else
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray) ReadErrorList(ref reader);
            else if (reader.TokenType == JsonTokenType.StartObject) ReadObject(ref reader, json, isResumed: false);
            else throw new JsonException($"{SentInstead}{Name(reader.TokenType)} in place of an answer.");
        }
        reader.Read();
        if (thinkTags is null) return;
        foreach (ref var choice in CollectionsMarshal.AsSpan(Choices)) thinkTags.Divide(ref choice);
    }

    /// <summary>No more comes: what was held back of the text is read as one more event.</summary>
    public void End()
    {
        Clear();
        if (thinkTags is not null) Choices.AddRange(thinkTags.End());
    }

    private void Clear()
    {
        Choices.Clear();
        Usage = null;
        Error = null;
        Additional = null;
    }

    /// <summary>Some servers wrap an error in a list.</summary>
    private void ReadErrorList(ref Utf8JsonReader reader)
    {
        var list = (JsonList)JsonText.ReadValue(ref reader)!;
        Error = list.OfType<JsonDictionary>().Select(static item => item["error"]).FirstOrDefault(JsonFields.IsTruthy);
        if (Error is null) throw new JsonException($"{SentInstead}a list in place of an answer.");
    }

    /// <summary>Reads an object.</summary>
    /// <param name="reader">Stands on its beginning, or on the name of its choices.</param>
    /// <param name="json">The object.</param>
    /// <param name="isResumed">Whether what comes before the choices is known from the event before.</param>
    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool isResumed)
    {
        var said = isResumed ? _head.Said : default;
        JsonDictionary? additional = null;
        var hasChoices = isResumed;
        if (isResumed) { reader.Read(); ReadChoices(ref reader); }
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("choices"u8))
            {
                if (!hasChoices && additional is null && Usage is null && Error is null) _head.Keep(json, ref reader, said);
                hasChoices = true;
                reader.Read();
                ReadChoices(ref reader);
            }
            else if (reader.Says("id"u8)) { reader.Read(); said.Id = JsonFields.Text(ref reader, _header.Id); }
            else if (reader.Says("object"u8)) { reader.Read(); said.Object = JsonFields.Text(ref reader, _header.Object); }
            else if (reader.Says("created"u8)) { reader.Read(); said.Created = JsonFields.Time(ref reader); }
            else if (reader.Says("model"u8)) { reader.Read(); said.Model = JsonFields.Text(ref reader, _header.Model); }
            else if (reader.Says("usage"u8)) { reader.Read(); Usage = UsageReader.Read(ref reader) ?? Usage; }
            else if (reader.Says("system_fingerprint"u8)) { reader.Read(); said.SystemFingerprint = JsonFields.Text(ref reader, _header.SystemFingerprint) ?? said.SystemFingerprint; }
            else if (reader.Says("service_tier"u8)) { reader.Read(); said.ServiceTier = JsonFields.Text(ref reader, _header.ServiceTier) ?? said.ServiceTier; }
            else if (reader.Says("error"u8)) { reader.Read(); KeepError(JsonText.ReadValue(ref reader)); }
            else if (reader.Says("obfuscation"u8)) { reader.Read(); reader.Skip(); }
            else
            {
                if (reader.Says("x_groq"u8)) Usage ??= FindUsage(reader);
                JsonFields.Keep(ref reader, ref additional);
            }
        }
        Additional = additional;
        _header = said.Update(_header);
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return;
        for (var position = 0; JsonFields.NextItem(ref reader); position++)
        {
            if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) continue;
            if (Choices.Count == limits.MaxItems) throw limits.TooMany("choices");
            var choice = ChoiceFields.Read(ref reader, position, limits);
            KeepError(choice.Error);
            Choices.Add(choice);
        }
    }

    private void KeepError(object? error)
    {
        if (JsonFields.IsTruthy(error)) Error ??= error;
    }

    /// <summary>Usage inside another object; the reader is a copy, so that the object is then kept whole.</summary>
    private static ChatUsage? FindUsage(Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (JsonFields.NextField(ref reader))
        {
            var isUsage = reader.Says("usage"u8);
            reader.Read();
            if (isUsage) return UsageReader.Read(ref reader);
            reader.Skip();
        }
        return null;
    }

    private static string Name(JsonTokenType kind) => kind switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a boolean",
    };
}
