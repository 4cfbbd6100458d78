using System.Collections;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The fields of an answer's <c>message</c> or of a chunk's <c>delta</c>: one reader for both, since servers send the
/// same variety in both places.
/// </summary>
internal struct MessageFields
{
    public string? Role;
    public string? Content;
    public JsonList? Parts;
    public string? Refusal;
    public ChatList<ChatToolCall>? ToolCalls;
    public JsonList? Annotations;
    public JsonDictionary? Audio;
    public JsonDictionary? Additional;

    private string? _reasoningContent;
    private string? _reasoning;
    private string? _thinking;
    private string? _details;

    /// <summary>Servers name it differently, some twice with the same text: the first that says something counts.</summary>
    public readonly string? Reasoning => NotEmpty(_reasoningContent) ?? NotEmpty(_reasoning) ?? NotEmpty(_thinking) ?? NotEmpty(_details);

    /// <summary>Whether the fields hold anything of the answer itself; a role alone is none of it.</summary>
    public readonly bool HasContent =>
        !string.IsNullOrEmpty(Content) || Reasoning is not null || Refusal is not null || ToolCalls is not null || Parts is not null || Audio is not null;

    /// <summary>Reads the object that the cursor stands on, or a text, which is its content; another kind of value is skipped.</summary>
    public void Read(ref AnswerCursor cursor, ChatLimits limits, IndexReader indexes)
    {
        ref var reader = ref cursor.Reader;
        if (reader.TokenType == JsonTokenType.String)
        {
            Content = JsonFields.Text(ref reader);
            return;
        }
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("content"u8)) ReadContent(ref cursor);
            else if (reader.Says("role"u8)) { reader.Read(); Role = ReadRole(ref reader); }
            else if (reader.Says("reasoning_content"u8)) _reasoningContent = cursor.ReadText();
            else if (reader.Says("reasoning"u8)) _reasoning = cursor.ReadText();
            else if (reader.Says("thinking"u8)) _thinking = cursor.ReadText();
            else if (reader.Says("tool_calls"u8))
            {
                reader.Read();
                ToolCalls = ToolCallReader.ReadList(ref reader, limits, indexes) ?? ToolCalls;
            }
            else if (reader.Says("refusal"u8)) { reader.Read(); Refusal = NotEmpty(JsonFields.Text(ref reader)); }
            else if (reader.Says("annotations"u8)) { reader.Read(); Annotations = JsonFields.List(ref reader); }
            else if (reader.Says("audio"u8)) { reader.Read(); Audio = JsonFields.Map(ref reader); }
            else if (reader.Says("function_call"u8)) ReadFunctionCall(ref reader);
            else KeepOther(ref reader);
        }
    }

    /// <summary>Adds the role and the fields without a property of other fields.</summary>
    public void AddOther(in MessageFields other)
    {
        Role ??= other.Role;
        ChoiceAssembler.Merge(ref Additional, other.Additional);
    }

    /// <summary>Adds the rest of a whole message: what it has beyond these fields.</summary>
    public void AddRest(in MessageFields rest)
    {
        Content += rest.Content;
        if (rest.Reasoning is { } thought) AddReasoning(thought);
        if (rest.Refusal is not null) Refusal += rest.Refusal;
        if (rest.ToolCalls is not null) ToolCalls = [.. ToolCalls ?? [], .. rest.ToolCalls];
    }

    /// <summary>Adds a thought that stood in the text.</summary>
    public void AddReasoning(string thought) => _reasoningContent = Reasoning + thought;

    /// <summary>Puts another thought in the place of the one that was told, under whatever names.</summary>
    public void ReplaceReasoning(string? thought) => (_reasoningContent, _reasoning, _thinking, _details) = (thought, null, null, null);

    private static string? ReadRole(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.Says("assistant"u8) => ChatRole.Assistant,
        _ => JsonFields.Word(ref reader),
    };

    /// <summary>Content is text, nothing, or a list of parts: texts are joined, thoughts are reasoning, other parts are kept.</summary>
    private void ReadContent(ref AnswerCursor cursor)
    {
        if (cursor.TryReadLong(out var text))
        {
            Content = text;
            return;
        }
        cursor.Reader.Read();
        if (cursor.Reader.TokenType != JsonTokenType.StartArray)
        {
            Content = JsonFields.Text(ref cursor.Reader);
            return;
        }
        var parts = (JsonList)JsonText.ReadValue(ref cursor.Reader)!;
        Content = ContentParts.JoinText(parts);
        _thinking = ContentParts.JoinReasoning(parts) ?? _thinking;
        if (ContentParts.HasOther(parts)) Parts = parts;
    }

    private void KeepOther(ref Utf8JsonReader reader)
    {
        var name = JsonFields.Keep(ref reader, ref Additional);
        if (name == "reasoning_details" && Additional![name] is JsonList details) _details = JoinDetails(details);
    }

    /// <summary>The older form of a call is kept as a field, too.</summary>
    private void ReadFunctionCall(ref Utf8JsonReader reader)
    {
        var value = reader;
        JsonFields.Keep(ref reader, ref Additional);
        value.Read();
        if (ToolCallReader.ReadFunctionCall(ref value) is { } call) ToolCalls ??= [call];
    }

    private static string? JoinDetails(JsonList details)
    {
        var text = new StringBuilder();
        foreach (var detail in details)
            if (detail is IDictionary map && map["text"] is string piece) text.Append(piece);
        return text.ToString();
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
