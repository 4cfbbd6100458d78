using System.Text.Json;

namespace ChatCompletions;

/// <summary>Writes messages the way servers take them: strictly what the API documents, nothing empty.</summary>
internal static class MessageWriter
{
    /// <summary>Writes the list of messages.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages)
    {
        writer.WriteStartArray();
        foreach (var message in messages) Write(writer, message);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role);
        WriteContent(writer, message);
        writer.WriteOptional("name", message.Name);
        writer.WriteOptional("tool_call_id", message.ToolCallId);
        writer.WriteOptional("refusal", message.Refusal);
        if (message.ToolCalls is { Count: > 0 } calls) writer.WriteOptional("tool_calls", calls);
        if (message.IsAnswer) WriteAudioId(writer, message.Audio);
        else
        {
            writer.WriteOptional("audio", message.Audio);
            writer.WriteOptional("reasoning_content", message.ReasoningContent);
            writer.WriteAdditional(message.AdditionalProperties);
        }
        writer.WriteEndObject();
    }

    /// <summary>Content that there is none of is <c>null</c> beside tool calls or a refusal.</summary>
    private static void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WritePropertyName("content");
        if (message.Parts is not null && !message.IsAnswer) JsonText.Write(writer, message.Parts);
        else JsonText.Write(writer, message.Content);
    }

    /// <summary>A spoken answer is sent back by its id.</summary>
    private static void WriteAudioId(Utf8JsonWriter writer, JsonDictionary? audio)
    {
        if (audio?["id"] is not string id) return;
        writer.WriteStartObject("audio");
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
