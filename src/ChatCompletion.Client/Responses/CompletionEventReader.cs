using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// What one JSON object from the server says: an event of a stream, or a whole answer, which is read as a stream of one
/// event. The object is used again for the next event.
/// </summary>
internal sealed class CompletionEventReader(AnswerSource source)
{
    /// <summary>How the fault begins of JSON that is no object.</summary>
    public const string SentInstead = "The server sent ";

    private readonly ChatLimits _limits = source.Limits;
    private readonly ThinkTags? _thinkTags = source.HasThinkTags ? new ThinkTags() : null;
    private readonly IndexReader _indexes = new(source.Limits);
    private RepeatedEvent? _last;
    private ChunkHeader _header = new() { Provider = source.Provider, InputObject = source.InputObject, AskedChoices = source.AskedChoices };

    /// <summary>Id, model and the like, as last said.</summary>
    public ChunkHeader Header => _header;

    public List<ChoiceFields> Choices { get; } = new(1);

    public ChatUsage? Usage { get; private set; }

    /// <summary>The error the server reports in place of an answer or beside it; <see langword="null"/> where there is none.</summary>
    public object? Error { get; private set; }

    public JsonDictionary? Additional { get; private set; }

    /// <summary>How many events were read field by field, and not as repetitions of another one.</summary>
    public int ReadInFull { get; private set; }

    /// <summary>Reads the JSON of one event.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Clear();
        if (_last?.TryRead(json, out var text) == true)
        {
            Choices.Add(_last.Choice);
            CollectionsMarshal.AsSpan(Choices)[0].Message.Replace(text);
        }
        else ReadFields(json);
        if (_thinkTags is null) return;
        foreach (ref var choice in CollectionsMarshal.AsSpan(Choices)) _thinkTags.Divide(ref choice);
    }

    /// <summary>No more comes: what was held back of the text is read as one more event.</summary>
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
        if (_last?.HasSameHead(json) == true)
        {
            var head = _last.Head;
            var cursor = new AnswerCursor(json, head.Length, head.State);
            ReadObject(ref cursor, json, head);
        }
        else
        {
            var cursor = new AnswerCursor(json);
            cursor.Reader.Read();
            if (cursor.Reader.TokenType == JsonTokenType.StartArray) ReadErrorList(ref cursor.Reader);
            else if (cursor.Reader.TokenType == JsonTokenType.StartObject) ReadObject(ref cursor, json, default);
            else throw new JsonException($"{SentInstead}{Name(cursor.Reader.TokenType)} in place of an answer.");
        }
    }

    /// <summary>Some servers wrap an error in a list.</summary>
    private void ReadErrorList(ref Utf8JsonReader reader)
    {
        var list = (JsonList)JsonText.ReadValue(ref reader)!;
        Error = list.OfType<JsonDictionary>().Select(static item => item["error"]).FirstOrDefault(JsonFields.IsTruthy);
        reader.Read();
        if (Error is null) throw new JsonException($"{SentInstead}a list in place of an answer.");
    }

    /// <summary>Reads an object.</summary>
    /// <param name="cursor">Stands on its beginning, or behind its head.</param>
    /// <param name="json">The object.</param>
    /// <param name="head">What comes before the choices, where that is known from the event before.</param>
    private void ReadObject(ref AnswerCursor cursor, ReadOnlySpan<byte> json, EventHead head)
    {
        ref var reader = ref cursor.Reader;
        var said = head.Said;
        JsonDictionary? additional = null;
        var hasChoices = head.Length > 0;
        if (hasChoices) ReadChoices(ref cursor);
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("choices"u8))
            {
                if (!hasChoices && additional is null && Usage is null && Error is null) head = new EventHead(cursor.Position, reader.CurrentState, said);
                hasChoices = true;
                ReadChoices(ref cursor);
            }
            else if (reader.Says("id"u8)) { reader.Read(); said.Id = JsonFields.Text(ref reader, _header.Id); }
            else if (reader.Says("object"u8)) { reader.Read(); said.Object = JsonFields.Text(ref reader, _header.Object); }
            else if (reader.Says("created"u8)) { reader.Read(); said.Created = JsonFields.Time(ref reader); }
            else if (reader.Says("model"u8)) { reader.Read(); said.Model = JsonFields.Text(ref reader, _header.Model); }
            else if (reader.Says("usage"u8)) { reader.Read(); Usage = UsageReader.Read(ref reader) ?? Usage; }
            else if (reader.Says("system_fingerprint"u8)) { reader.Read(); said.SystemFingerprint = JsonFields.Text(ref reader, _header.SystemFingerprint) ?? said.SystemFingerprint; }
            else if (reader.Says("service_tier"u8)) { reader.Read(); said.ServiceTier = JsonFields.Text(ref reader, _header.ServiceTier) ?? said.ServiceTier; }
            else if (reader.Says("error"u8)) { reader.Read(); KeepError(JsonText.ReadValue(ref reader)); }
            else if (reader.Says("obfuscation"u8)) cursor.Pass();
            else
            {
                if (reader.Says("x_groq"u8)) Usage ??= FindUsage(reader);
                JsonFields.Keep(ref reader, ref additional);
            }
        }
        Additional = additional;
        if (!hasChoices && Usage is null && Error is null && IsBareError(said.Object, additional)) Error = (object?)additional ?? said.Object;
        _header = said.Update(_header);
        reader.Read();
        // A whole answer is one event, after which none is like it.
        if (ReadInFull++ == 0) return;
        (_last ??= new RepeatedEvent()).Keep(json, head);
        if (IsOneText && !cursor.OnlyText.Equals(default)) _last.KeepText(Choices[0], cursor.OnlyText, cursor.Passed);
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
        return JsonFields.IsTruthy(fields["message"]) && (JsonFields.IsTruthy(fields["code"]) || fields["status"] is "failure" or "error" or "failed" or >= 400L);
    }

    /// <summary>Whether the event brings one text, and nothing else that differs from event to event.</summary>
    private bool IsOneText => Choices.Count == 1 && Choices[0].IsOneText && Usage is null && Error is null && Additional is null;

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
