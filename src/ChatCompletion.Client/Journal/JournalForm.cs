namespace ChatCompletions;

/// <summary>
/// The JSON of an answer in a journal: the API's, as <see cref="ChatCompletion.ToJson"/> writes it, so that the reader of live answers
/// reads it. Values that this form cannot hold are in a field of each object that has such values.
/// </summary>
/// <param name="show">
/// Replaces a value or, with <see langword="null"/>, leaves it out. <see langword="null"/> if the answer is written as it is.
/// </param>
internal sealed class JournalForm(Func<object?, object?>? show = null)
{
    /// <summary>The field with the values that the API's form cannot hold.</summary>
    private const string Beside = "chatJournal";

    /// <summary>The place in it for additional fields, if the reader would take one of them for another field.</summary>
    private const string Additional = "additional";

    /// <summary>Other names of fields that the reader knows.</summary>
    private static readonly string[] Aliases =
        ["delta", "text", "error", "obfuscation", "reasoning", "thinking", "function", "custom", Beside];

    /// <summary>The form of an answer or of a part of it, as plain values.</summary>
    public JsonDictionary Of(IJsonObject part)
    {
        var form = new JsonDictionary();
        var beside = new JsonDictionary();
        foreach (var field in part.Fields()) Add(field.IsForJournal ? beside : form, field);
        if (Show(part.AdditionalProperties) is JsonDictionary additional)
        {
            if (IsAmbiguous(part, additional)) beside[Additional] = additional;
            else foreach (var (name, value) in additional.Pairs()) form[name] = value;
        }
        if (beside.Count > 0) form[Beside] = beside;
        return form;
    }

    /// <summary>Puts the values back that the API's form does not hold.</summary>
    /// <param name="part">An answer that was read from its form, or a part of it.</param>
    public static void Restore(IJsonObject part)
    {
        foreach (var field in part.Fields())
        {
            if (field.Value is IJsonObject inner) Restore(inner);
            else if (field.Value is IEnumerable<IJsonObject> items) foreach (var item in items) Restore(item);
        }
        if (part.AdditionalProperties is not { } fields) return;
        var beside = fields[Beside] as JsonDictionary ?? new JsonDictionary();
        fields.Remove(Beside);
        if (part is ChatMessage message) Restore(message, fields, beside);
        else if (part is ChatChoice choice) choice.Doubt = beside["doubt"] as string;
        else if (part is ChatToolCall call) call.Index = (int?)(beside["index"] as long?);
        part.AdditionalProperties = beside[Additional] as JsonDictionary ?? (fields.Count > 0 ? fields : null);
    }

    /// <summary>A live answer has no name and answers no tool call, so the reader takes these two for additional fields.</summary>
    private static void Restore(ChatMessage message, JsonDictionary fields, JsonDictionary beside)
    {
        message.Name = fields["name"] as string;
        message.ToolCallId = fields["tool_call_id"] as string;
        fields.Remove("name");
        fields.Remove("tool_call_id");
        if (beside.TryGet("content", out var content)) message.Content = content as string;
    }

    /// <summary>Whether the reader would take one of the additional fields for another field, or derive another field from it.</summary>
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
        var value = Plain(Show(field.Value));
        if (value is not null || field.IsRequired) form[field.Name] = value;
    }

    private object? Show(object? value) => show is null ? value : show(value);

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
