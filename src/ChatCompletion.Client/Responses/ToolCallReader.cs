using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads tool calls, whole or as fragments of a stream. A value that is not a call is kept.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads the current list. An empty list gives <see langword="null"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="limits">The size limits.</param>
    /// <param name="indexes">Reads the indexes of the calls.</param>
    /// <exception cref="ChatProtocolException">The list is longer than <see cref="ChatLimits.MaxItems"/>.</exception>
    public static ChatList<ChatToolCall>? ReadList(ref Utf8JsonReader reader, ChatLimits limits, IndexReader indexes)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartArray)) return null;
        ChatList<ChatToolCall>? calls = null;
        while (JsonFields.NextItem(ref reader))
        {
            if (calls?.Count == limits.MaxItems) throw limits.TooMany("tool calls");
            (calls ??= []).Add(Read(ref reader, indexes));
        }
        return calls;
    }

    /// <summary>Reads the older <c>function_call</c>. A value that is not an object gives <see langword="null"/>.</summary>
    public static ChatToolCall? ReadFunctionCall(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        var call = new ChatToolCall { Type = "function" };
        JsonDictionary? additional = null;
        ReadTarget(ref reader, call, ref additional);
        return call;
    }

    private static ChatToolCall Read(ref Utf8JsonReader reader, IndexReader indexes)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new ChatToolCall(bareValue: JsonFields.Text(ref reader));
        var call = new ChatToolCall();
        JsonDictionary? additional = null;
        var isCustom = false;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("index"u8)) { reader.Read(); call.Index = indexes.Read(ref reader, ref additional); }
            else if (reader.ValueIs("id"u8)) { reader.Read(); call.Id = JsonFields.Word(ref reader); }
            else if (reader.ValueIs("type"u8)) { reader.Read(); call.Type = JsonFields.Word(ref reader); }
            else if (reader.ValueIs("function"u8)) { reader.Read(); ReadTarget(ref reader, call, ref additional); }
            else if (reader.ValueIs("custom"u8)) { reader.Read(); isCustom = ReadTarget(ref reader, call, ref additional); }
            else JsonFields.Keep(ref reader, ref additional);
        }
        if (isCustom) call.Type ??= "custom";
        call.AdditionalProperties = additional;
        return call;
    }

    /// <summary>Reads the name and the arguments of the tool. Arguments are JSON text; an object is converted to its JSON.</summary>
    private static bool ReadTarget(ref Utf8JsonReader reader, ChatToolCall call, ref JsonDictionary? additional)
    {
        if (!JsonFields.Is(ref reader, JsonTokenType.StartObject)) return false;
        while (JsonFields.NextField(ref reader))
        {
            if (reader.ValueIs("name"u8)) { reader.Read(); call.Name = JsonFields.Word(ref reader); }
            else if (reader.ValueIs("arguments"u8) || reader.ValueIs("input"u8))
            {
                reader.Read();
                call.Arguments = JsonFields.Text(ref reader);
            }
            else JsonFields.Keep(ref reader, ref additional);
        }
        return true;
    }
}
