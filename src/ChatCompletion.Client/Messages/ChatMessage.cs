using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatCompletions;

/// <summary>One message of a conversation, sent or received. Its text is its content.</summary>
public sealed class ChatMessage : IJsonWritable
{
    /// <summary>Who speaks: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>; other roles are kept as they are.</summary>
    public string Role { get; set; } = ChatRole.User;

    /// <summary>The text; of a message in parts, the text parts joined. <see langword="null"/> where there is none, as beside tool calls.</summary>
    public string? Content { get; set; }

    /// <summary>The parts (text, images, audio, files) as the API documents them, where the content is more than one text.</summary>
    public JsonList? Parts { get; set; }

    /// <summary>The name of the speaker, where several share a role.</summary>
    public string? Name { get; set; }

    /// <summary>Why the model refused to answer.</summary>
    public string? Refusal { get; set; }

    /// <summary>What the model thought before it answered, where the server tells.</summary>
    [JsonPropertyName("reasoning_content")]
    public string? ReasoningContent { get; set; }

    /// <summary>The tool calls that the model asks for.</summary>
    [JsonPropertyName("tool_calls")]
    public ChatList<ChatToolCall>? ToolCalls { get; set; }

    /// <summary>On a message of role <c>tool</c>: the id of the call that it answers.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; set; }

    /// <summary>Sources that the model names, such as web pages.</summary>
    public JsonList? Annotations { get; set; }

    /// <summary>A spoken answer: id, expiry, data and transcript.</summary>
    public JsonDictionary? Audio { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Whether the message came from a server: only what the API takes back is then sent again.</summary>
    internal bool IsAnswer { get; set; }

    /// <summary>A copy, whose lists are shared.</summary>
    internal ChatMessage Copy() => (ChatMessage)MemberwiseClone();

    /// <summary>The message's text.</summary>
    public override string ToString() => Content ?? "";

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("role", Role);
        writer.WritePropertyName("content");
        JsonText.Write(writer, (object?)Parts ?? Content);
        writer.WriteOptional("name", Name);
        writer.WriteOptional("refusal", Refusal);
        writer.WriteOptional("reasoning_content", ReasoningContent);
        writer.WriteOptional("tool_calls", ToolCalls);
        writer.WriteOptional("tool_call_id", ToolCallId);
        writer.WriteOptional("annotations", Annotations);
        writer.WriteOptional("audio", Audio);
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
