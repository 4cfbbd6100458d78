namespace ChatCompletions;

/// <summary>
/// Converts an answer to its form in a journal: the API's JSON, as <see cref="ChatCompletion.ToJson"/> writes it, so that the reader of
/// live answers can read it. Values that the API's form does not have are stored in an extra field of their object.
/// </summary>
/// <param name="replace">
/// Replaces a value, or omits it if it returns <see langword="null"/>. Without it, values are written unchanged.
/// </param>
internal sealed class JournalForm(Func<object?, object?>? replace = null)
{
    /// <summary>The extra field, with the values that the API's form does not have.</summary>
    private const string ExtraField = "chatJournal";

    /// <summary>The part of the extra field for additional fields, if the reader would mistake one of them for another field.</summary>
    private const string Additional = "additional";

    /// <summary>Other field names that the reader knows.</summary>
    private static readonly string[] Aliases =
        ["delta", "text", "error", "obfuscation", "reasoning", "thinking", "function", "custom", ExtraField];

    /// <summary>Gets the form of an answer, or of a part of it, as plain values.</summary>
    public JsonDictionary Of(IJsonObject part)
    {
        var form = new JsonDictionary();
        var extra = new JsonDictionary();
        foreach (var field in part.Fields()) Add(field.IsForJournal ? extra : form, field);
        if (Replace(part.AdditionalProperties) is JsonDictionary additional)
        {
            if (IsAmbiguous(part, additional)) extra[Additional] = additional;
            else foreach (var (name, value) in additional.Pairs()) form[name] = value;
        }
        if (extra.Count > 0) form[ExtraField] = extra;
        return form;
    }

    /// <summary>Restores the values that the API's form does not have.</summary>
    /// <param name="part">An answer that was read from a journal, or a part of it.</param>
    public static void Restore(IJsonObject part)
    {
        foreach (var field in part.Fields())
        {
            if (field.Value is IJsonObject inner) Restore(inner);
            else if (field.Value is IEnumerable<IJsonObject> items) foreach (var item in items) Restore(item);
        }
        if (part.AdditionalProperties is not { } fields) return;
        var extra = fields[ExtraField] as JsonDictionary ?? new JsonDictionary();
        fields.Remove(ExtraField);
        if (part is ChatMessage message) Restore(message, fields, extra);
        else if (part is ChatChoice choice) choice.Doubt = extra["doubt"] as string;
        else if (part is ChatToolCall call) call.Index = (int?)(extra["index"] as long?);
        part.AdditionalProperties = extra[Additional] as JsonDictionary ?? (fields.Count > 0 ? fields : null);
    }

    /// <summary>Live answers have no name and no tool call id, so the reader reads these two as additional fields.</summary>
    private static void Restore(ChatMessage message, JsonDictionary fields, JsonDictionary extra)
    {
        message.Name = fields["name"] as string;
        message.ToolCallId = fields["tool_call_id"] as string;
        fields.Remove("name");
        fields.Remove("tool_call_id");
        if (extra.TryGet("content", out var content)) message.Content = content as string;
    }

    /// <summary>Whether the reader would mistake one of the additional fields for another field, or derive another field from it.</summary>
    private static bool IsAmbiguous(IJsonObject part, JsonDictionary additional) =>
        Array.Exists(Aliases, additional.Contains)
        || part.Fields().Any(field => additional.Contains(field.Name))
        || part switch
        {
            ChatCompletion { Usage: null } => additional.Contains("x_groq"),
            ChatMessage message => (message.ReasoningContent is null && additional.Contains("reasoning_details"))
                || (message.ToolCalls is null && additional.Contains("function_call")),
            _ => false,
        };

    private void Add(JsonDictionary form, in JsonField field)
    {
        var value = Plain(Replace(field.Value));
        if (value is not null || field.IsRequired) form[field.Name] = value;
    }

    private object? Replace(object? value) => replace is null ? value : replace(value);

    private object? Plain(object? value)
    {
        switch (value)
        {
            case IJsonObject part: return Of(part);
            case IEnumerable<IJsonObject> parts: return List(parts.Select(Of));
            case IEnumerable<int> numbers: return List(numbers.Cast<object>());
            case IEnumerable<JsonField> fields:
                var form = new JsonDictionary();
                foreach (var field in fields) Add(form, field);
                return form;
            default: return value;
        }
    }

    private static JsonList List(IEnumerable<object> items)
    {
        var list = new JsonList();
        list.AddRange(items);
        return list;
    }
}
