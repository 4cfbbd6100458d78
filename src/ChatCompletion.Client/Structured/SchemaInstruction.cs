using System.Collections;

namespace ChatCompletions;

/// <summary>Describes the schema in the instructions of the model, for servers that do not support JSON schemas.</summary>
internal static class SchemaInstruction
{
    /// <summary>Adds the instruction to the leading system message, or inserts a system message if there is none.</summary>
    /// <param name="messages">The messages of the body: <see cref="ChatMessage"/> objects, or plain values.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="role">The role of an inserted message.</param>
    public static object AddTo(IEnumerable messages, AnswerSchema schema, string role)
    {
        var text = $"Answer with nothing but JSON: an object that satisfies this JSON schema.\n{schema.Schema}";
        if (messages is not IEnumerable<ChatMessage> own)
            return new JsonList { new JsonDictionary { ["role"] = role, ["content"] = text } }.With(messages);
        var all = own.ToList();
        if (all is not [{ Role: ChatRole.System or ChatRole.Developer } first, ..])
            all.Insert(0, new ChatMessage { Role = role, Content = text });
        // A continued conversation already contains the instruction.
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
