using System.Collections;

namespace ChatCompletions;

/// <summary>Tells a model in words which schema its answer must have, for servers that take no schema.</summary>
internal static class SchemaInstruction
{
    /// <summary>The messages with the instruction in the leading system message; where there is none it is added.</summary>
    /// <param name="messages">The messages of the body: own ones, or plain values.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The role of instructions.</param>
    public static object AddTo(IEnumerable messages, AnswerSchema schema, string role)
    {
        var text = $"Answer with nothing but JSON: an object that satisfies this JSON schema.\n{schema.Schema}";
        if (messages is not IEnumerable<ChatMessage> own)
            return new JsonList { new JsonDictionary { ["role"] = role, ["content"] = text } }.With(messages);
        var all = own.ToList();
        if (all is not [{ Role: ChatRole.System or ChatRole.Developer } first, ..]) all.Insert(0, new ChatMessage { Role = role, Content = text });
        // An answer that is continued brings the instruction with it.
        else if (first.Content?.EndsWith(text, StringComparison.Ordinal) != true) all[0] = Extend(first, text);
        return all;
    }

    private static ChatMessage Extend(ChatMessage message, string text)
    {
        var part = new JsonDictionary { ["type"] = "text", ["text"] = text };
        return new ChatMessage
        {
            Role = message.Role,
            Name = message.Name,
            Content = $"{message.Content}\n\n{text}".TrimStart(),
            Parts = message.Parts is null ? null : [.. message.Parts, part],
            AdditionalProperties = message.AdditionalProperties,
        };
    }

    private static JsonList With(this JsonList list, IEnumerable more)
    {
        foreach (var item in more) list.Add(item);
        return list;
    }
}
