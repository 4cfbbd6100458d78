using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads JSON objects from the server: the events of a stream, or a whole answer, which is read as a stream of one event. The properties
/// hold the fields of the last event.
/// </summary>
internal sealed class CompletionEventReader(AnswerSource source)
{
    /// <summary>The start of the message for JSON that is not an object.</summary>
    public const string SentInstead = "The server sent ";

    private readonly ChatLimits _limits = source.Limits;
    private readonly ThinkTags? _thinkTags = source.HasThinkTags ? new ThinkTags() : null;
    private readonly IndexReader _indexes = new(source.Limits);
    private RepeatedEventCache? _repeated;
    private ChunkHeader _header = new()
    {
        Provider = source.Provider,
        InputObject = source.InputObject,
        AskedChoices = source.AskedChoices,
    };

    /// <summary>The header, with the latest value of each field.</summary>
    public ChunkHeader Header => _header;

    /// <summary>The choices of the event.</summary>
    public List<ChoiceFields> Choices { get; } = new(1);

    public ChatUsage? Usage { get; private set; }

    /// <summary>The error that the server reports instead of an answer or with it; <see langword="null"/> if there is none.</summary>
    public object? Error { get; private set; }

    public JsonDictionary? Additional { get; private set; }

    /// <summary>The number of events that were read field by field, and not as repetitions of another event.</summary>
    public int ReadInFull { get; private set; }

    /// <summary>Reads the JSON of one event.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Clear();
        if (_repeated?.TryRead(json, out var repeated) == true) Choices.Add(repeated);
        else ReadFields(json);
        if (_thinkTags is null) return;
        foreach (ref var choice in CollectionsMarshal.AsSpan(Choices)) _thinkTags.Split(ref choice);
    }

    /// <summary>Ends the stream. Text that was held back becomes one more event.</summary>
    public void End()
    {
        Clear();
        if (_thinkTags is not null) Choices.AddRange(_thinkTags.End());
    }

    private void Clear()
    {
        Choices.Clear();
        Usage = null;
        Error = null;
        Additional = null;
    }

    private void ReadFields(ReadOnlySpan<byte> json)
    {
        if (_repeated?.TryReadPrefix(json, out var cursor, out var header) == true)
        {
            ReadObject(ref cursor, json, header);
            return;
        }
        cursor = new AnswerCursor(json, source.ReaderOptions);
        cursor.Reader.Read();
        if (cursor.Reader.TokenType == JsonTokenType.StartArray) ReadErrorList(ref cursor.Reader);
        else if (cursor.Reader.TokenType == JsonTokenType.StartObject) ReadObject(ref cursor, json, header: default);
        else throw new JsonException($"{SentInstead}{Describe(cursor.Reader.TokenType)} in place of an answer.");
    }

    /// <summary>Reads a list with an error in it, which some servers send.</summary>
    private void ReadErrorList(ref Utf8JsonReader reader)
    {
        var list = (JsonList)JsonText.ReadValue(ref reader)!;
        Error = list.OfType<JsonDictionary>().Select(static item => item["error"]).FirstOrDefault(JsonFields.IsTruthy);
        reader.Read();
        if (Error is null) throw new JsonException($"{SentInstead}a list in place of an answer.");
    }

    /// <summary>Reads an object.</summary>
    /// <param name="cursor">Stands on the start of the object, or after the fields that were read.</param>
    /// <param name="json">The object.</param>
    /// <param name="header">The header fields that were read.</param>
    private void ReadObject(ref AnswerCursor cursor, ReadOnlySpan<byte> json, HeaderFields header)
    {
        ref var reader = ref cursor.Reader;
        JsonDictionary? additional = null;
        var hasChoices = false;
        while (JsonFields.NextField(ref reader))
        {
            if (header.TryRead(ref reader, _header)) continue;
            if (reader.ValueIs("choices"u8))
            {
                hasChoices = true;
                ReadChoices(ref cursor);
            }
            else if (reader.ValueIs("usage"u8)) { reader.Read(); Usage = UsageReader.Read(ref reader) ?? Usage; }
            else if (reader.ValueIs("error"u8)) { reader.Read(); KeepError(JsonText.ReadValue(ref reader)); }
            else if (reader.ValueIs("obfuscation"u8)) { reader.Read(); reader.Skip(); }
            else
            {
                if (reader.ValueIs("x_groq"u8)) Usage ??= FindUsage(reader);
                JsonFields.Keep(ref reader, ref additional);
            }
        }
        Additional = additional;
        if (!hasChoices && Usage is null && Error is null && IsBareError(header.Object, additional))
            Error = (object?)additional ?? header.Object;
        _header = header.Update(_header);
        reader.Read();
        // A whole answer is a single event, which nothing repeats.
        if (ReadInFull++ > 0) (_repeated ??= new RepeatedEventCache()).Learn(json, this);
    }

    private void ReadChoices(ref AnswerCursor cursor)
    {
        ref var reader = ref cursor.Reader;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadChoice(ref cursor, position: 0);
            return;
        }
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return;
        for (var position = 0; JsonFields.NextItem(ref reader); position++)
        {
            if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) continue;
            if (Choices.Count == _limits.MaxItems) throw _limits.TooMany("choices");
            ReadChoice(ref cursor, position);
        }
    }

    private void ReadChoice(ref AnswerCursor cursor, int position)
    {
        var choice = ChoiceFields.Read(ref cursor, position, _limits, _indexes);
        KeepError(choice.Error);
        Choices.Add(choice);
    }

    /// <summary>Whether an event without choices is an error outside the usual <c>error</c> field.</summary>
    private static bool IsBareError(string? kind, JsonDictionary? fields)
    {
        if (kind == "error") return true;
        if (fields is null) return false;
        if (JsonFields.IsTruthy(fields["detail"]) || fields["type"] is "error") return true;
        return JsonFields.IsTruthy(fields["message"])
            && (JsonFields.IsTruthy(fields["code"]) || fields["status"] is "failure" or "error" or "failed" or >= 400L);
    }

    private void KeepError(object? error)
    {
        if (JsonFields.IsTruthy(error)) Error ??= error;
    }

    /// <summary>Finds usage inside another object. The reader is a copy, so that the object is also kept as a whole.</summary>
    private static ChatUsage? FindUsage(Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (JsonFields.NextField(ref reader))
        {
            var isUsage = reader.ValueIs("usage"u8);
            reader.Read();
            if (isUsage) return UsageReader.Read(ref reader);
            reader.Skip();
        }
        return null;
    }

    private static string Describe(JsonTokenType kind) => kind switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a boolean",
    };
}
