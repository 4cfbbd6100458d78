using System.Collections;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The fields of a <c>message</c> or of a <c>delta</c>. Both are read in the same way, since servers send the same variations in both.
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

    /// <summary>
    /// The reasoning. Servers use different names, some two names with the same text: the first text that is not empty counts.
    /// </summary>
    public readonly string? Reasoning => NotEmpty(_reasoningContent) ?? NotEmpty(_reasoning) ?? NotEmpty(_thinking) ?? NotEmpty(_details);

    /// <summary>Whether any field has content of the answer; a role is none.</summary>
    public readonly bool HasContent =>
        !string.IsNullOrEmpty(Content) || Reasoning is not null || Refusal is not null || ToolCalls is not null || Parts is not null
        || Audio is not null || Annotations is not null || Additional?["images"] is JsonList;

    /// <summary>Reads the current object, or a text, which is the content. Other kinds of values are skipped.</summary>
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
            if (reader.ValueIs("content"u8)) ReadContent(ref cursor);
            else if (reader.ValueIs("role"u8)) { reader.Read(); Role = ReadRole(ref reader); }
            else if (reader.ValueIs("reasoning_content"u8)) _reasoningContent = cursor.ReadText();
            else if (reader.ValueIs("reasoning"u8)) _reasoning = cursor.ReadText();
            else if (reader.ValueIs("thinking"u8)) _thinking = cursor.ReadText();
            else if (reader.ValueIs("tool_calls"u8))
            {
                reader.Read();
                ToolCalls = ToolCallReader.ReadList(ref reader, limits, indexes) ?? ToolCalls;
            }
            else if (reader.ValueIs("refusal"u8)) { reader.Read(); Refusal = NotEmpty(JsonFields.Text(ref reader)); }
            else if (reader.ValueIs("annotations"u8)) { reader.Read(); Annotations = JsonFields.List(ref reader); }
            else if (reader.ValueIs("audio"u8)) { reader.Read(); Audio = JsonFields.Map(ref reader); }
            else if (reader.ValueIs("function_call"u8)) ReadFunctionCall(ref reader);
            else KeepOther(ref reader);
        }
    }

    /// <summary>Adds the role and the additional fields of another message.</summary>
    public void AddOther(in MessageFields other)
    {
        Role ??= other.Role;
        ChoiceAssembler.Merge(ref Additional, other.Additional);
    }

    /// <summary>Appends the new part of a whole message.</summary>
    public void AddNew(in MessageFields added)
    {
        Content += added.Content;
        if (added.Reasoning is { } reasoning) AddReasoning(reasoning);
        if (added.Refusal is not null) Refusal += added.Refusal;
        if (added.ToolCalls is not null) ToolCalls = [.. ToolCalls ?? [], .. added.ToolCalls];
    }

    /// <summary>Appends reasoning that was part of the text.</summary>
    public void AddReasoning(string text) => _reasoningContent = Reasoning + text;

    /// <summary>Replaces the reasoning, whatever its name.</summary>
    public void ReplaceReasoning(string? text) => (_reasoningContent, _reasoning, _thinking, _details) = (text, null, null, null);

    private static string? ReadRole(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueIs("assistant"u8) => ChatRole.Assistant,
        _ => JsonFields.Word(ref reader),
    };

    /// <summary>
    /// Reads content: text, null, or a list of parts. Text parts are joined, thinking parts become reasoning, other parts are kept.
    /// </summary>
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

    /// <summary>Reads the older form of a tool call, and also keeps it as an additional field.</summary>
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
