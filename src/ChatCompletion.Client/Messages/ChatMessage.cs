using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>One message of a conversation, sent or received. Its text is its content.</summary>
public sealed class ChatMessage : IJsonObject
{
    /// <summary>
    /// The role of the author: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>; other roles are kept
    /// unchanged. The default is <c>user</c>.
    /// </summary>
    public string Role { get; set; } = ChatRole.User;

    /// <summary>
    /// The text of the message; for a message in parts, the joined text parts. <see langword="null"/> if it has no text, as in many
    /// messages with tool calls.
    /// </summary>
    public string? Content { get; set; }

    /// <summary>
    /// The content parts (text, images, audio, files) in the API's format; <see langword="null"/> if the content is plain text.
    /// </summary>
    public JsonList? Parts { get; set; }

    /// <summary>The name of the author, to distinguish several with the same role.</summary>
    public string? Name { get; set; }

    /// <summary>The model's explanation of why it refuses to answer; <see langword="null"/> if it does not refuse.</summary>
    public string? Refusal { get; set; }

    /// <summary>The model's reasoning before its answer; <see langword="null"/> if the server does not send it.</summary>
    [JsonPropertyName("reasoning_content")]
    public string? ReasoningContent { get; set; }

    /// <summary>The tool calls that the model requests.</summary>
    [JsonPropertyName("tool_calls")]
    public ChatList<ChatToolCall>? ToolCalls { get; set; }

    /// <summary>The id of the tool call that this message answers; only for the role <c>tool</c>.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; set; }

    /// <summary>Sources that the model cites, such as web pages.</summary>
    public JsonList? Annotations { get; set; }

    /// <summary>The audio of an answer: id, expiry, data and transcript.</summary>
    public JsonDictionary? Audio { get; set; }

    /// <summary>Fields of the message for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Whether a server sent the message. Only fields that the API accepts in a request are then sent back.</summary>
    internal bool IsAnswer { get; set; }

    /// <summary>Whether the message has anything that the model made; a role is none.</summary>
    internal bool HasContent =>
        Content is { Length: > 0 } || ReasoningContent is { Length: > 0 } || Refusal is { Length: > 0 } || ToolCalls is { Count: > 0 }
        || Parts is { Count: > 0 } || Audio is not null || Annotations is { Count: > 0 } || AdditionalProperties?["images"] is JsonList;

    /// <summary>Creates a shallow copy.</summary>
    internal ChatMessage Copy() => (ChatMessage)MemberwiseClone();

    /// <summary>The text of the message; empty if it has none.</summary>
    public override string ToString() => Content ?? "";

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        yield return new("role", Role) { IsRequired = true };
        yield return new("content", (object?)Parts ?? Content) { IsRequired = true };
        yield return new("name", Name);
        yield return new("refusal", Refusal);
        yield return new("reasoning_content", ReasoningContent);
        yield return new("tool_calls", ToolCalls);
        yield return new("tool_call_id", ToolCallId);
        yield return new("annotations", Annotations);
        yield return new("audio", Audio);
        if (Parts is not null) yield return new("content", Content) { IsRequired = true, IsForJournal = true };
    }
}
