using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads tool calls, whole or as fragments of a stream. A call that makes no sense is kept as data.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads the list that the reader stands on; an empty list is none.</summary>
    /// <exception cref="ChatProtocolException">It is longer than any answer's.</exception>
    public static ChatList<ChatToolCall>? ReadList(ref Utf8JsonReader reader, ChatLimits limits)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return null;
        ChatList<ChatToolCall>? calls = null;
        while (JsonFields.NextItem(ref reader))
        {
            if (calls?.Count == limits.MaxItems) throw limits.TooMany("tool calls");
            (calls ??= []).Add(Read(ref reader));
        }
        return calls;
    }

    /// <summary>A call in the form that came before <c>tool_calls</c>.</summary>
    public static ChatToolCall FromFunctionCall(JsonDictionary call) =>
        new() { Type = "function", Name = call["name"] as string, Arguments = ArgumentText(call["arguments"]) };

    private static ChatToolCall Read(ref Utf8JsonReader reader)
    {
        var call = new ChatToolCall();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            call.Arguments = JsonFields.Text(ref reader);
            return call;
        }
        JsonDictionary? additional = null;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("index"u8)) { reader.Read(); call.Index = (int?)JsonFields.Whole(ref reader); }
            else if (reader.Says("id"u8)) { reader.Read(); call.Id = JsonFields.Word(ref reader); }
            else if (reader.Says("type"u8)) { reader.Read(); call.Type = JsonFields.Word(ref reader); }
            else if (reader.Says("function"u8) || reader.Says("custom"u8)) { reader.Read(); ReadTarget(ref reader, call, ref additional); }
            else JsonFields.Keep(ref reader, ref additional);
        }
        call.AdditionalProperties = additional;
        return call;
    }

    private static void ReadTarget(ref Utf8JsonReader reader, ChatToolCall call, ref JsonDictionary? additional)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.Says("name"u8)) { reader.Read(); call.Name = JsonFields.Word(ref reader); }
            else if (reader.Says("arguments"u8) || reader.Says("input"u8))
            {
                reader.Read();
                call.Arguments = ArgumentText(JsonText.ReadValue(ref reader));
            }
            else JsonFields.Keep(ref reader, ref additional);
        }
    }

    /// <summary>Arguments are JSON text; some servers send the object itself.</summary>
    private static string? ArgumentText(object? arguments) => arguments as string ?? (arguments is null ? null : JsonText.Write(arguments));
}
