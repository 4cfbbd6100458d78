using System.Text.Json;

namespace ChatCompletions;

/// <summary>Writes messages as servers accept them: only documented fields, and no empty ones.</summary>
internal static class MessageWriter
{
    /// <summary>Writes the list of messages.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="withReasoning">Whether to send back the reasoning of answers with tool calls.</param>
    public static void WriteAll(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, bool withReasoning = false)
    {
        writer.WriteStartArray();
        foreach (var message in messages) Write(writer, message, withReasoning);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message, bool withReasoning)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role);
        WriteContent(writer, message);
        writer.WriteOptional("name", message.Name);
        writer.WriteOptional("tool_call_id", message.ToolCallId);
        writer.WriteOptional("refusal", message.Refusal);
        if (message.ToolCalls is { Count: > 0 } calls) WriteToolCalls(writer, calls, isAnswer: message.IsAnswer);
        if (message.IsAnswer)
        {
            WriteAudioId(writer, message.Audio);
            if (withReasoning && message.ToolCalls is { Count: > 0 }) writer.WriteOptional("reasoning_content", message.ReasoningContent);
        }
        else
        {
            writer.WriteOptional("audio", message.Audio);
            writer.WriteOptional("reasoning_content", message.ReasoningContent);
            writer.WriteAdditional(message.AdditionalProperties);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes the content. A message with tool calls or a refusal may have none, which is written as <c>null</c>.</summary>
    private static void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WritePropertyName("content");
        if (message.Parts is not null && !message.IsAnswer) JsonText.Write(writer, message.Parts);
        else JsonText.Write(writer, message.Content);
    }

    /// <summary>
    /// Servers reject an index, and a call without arguments. Additional properties are sent only for calls that the user wrote.
    /// </summary>
    private static void WriteToolCalls(Utf8JsonWriter writer, IEnumerable<ChatToolCall> calls, bool isAnswer)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            var (kind, arguments, none) = call.IsCustom ? ("custom", "input", "") : ("function", "arguments", "{}");
            writer.WriteStartObject();
            writer.WriteOptional("id", call.Id);
            writer.WriteString("type", call.Type ?? kind);
            writer.WriteStartObject(kind);
            writer.WriteString("name", call.Name);
            writer.WriteString(arguments, call.Arguments ?? none);
            writer.WriteEndObject();
            if (!isAnswer) writer.WriteAdditional(call.AdditionalProperties);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>An audio answer is sent back as its id.</summary>
    private static void WriteAudioId(Utf8JsonWriter writer, JsonDictionary? audio)
    {
        if (audio?["id"] is not string id) return;
        writer.WriteStartObject("audio");
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
