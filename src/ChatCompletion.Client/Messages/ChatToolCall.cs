namespace ChatCompletions;

/// <summary>A tool call that the model requests. The model writes the arguments, so they may be invalid JSON.</summary>
public sealed class ChatToolCall : IJsonObject
{
    private readonly bool _isBareValue;

    /// <summary>Creates an empty call.</summary>
    public ChatToolCall()
    {
    }

    /// <summary>Creates a call for a plain value, such as a string, that a server sent instead of a tool call object.</summary>
    internal ChatToolCall(string? bareValue) => (_isBareValue, Arguments) = (true, bareValue);

    /// <summary>The position of the call. In a stream, all fragments of a call have the same position.</summary>
    public int? Index { get; set; }

    /// <summary>The id of the call. The message with the tool's result must repeat it in <c>tool_call_id</c>.</summary>
    public string? Id { get; set; }

    /// <summary>The type of the tool: <c>function</c> or <c>custom</c>; other values are kept unchanged.</summary>
    public string? Type { get; set; }

    /// <summary>The tool's name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The arguments as JSON text, as the model wrote it; <c>{}</c> if it wrote none. For a custom tool, the input as plain text. If the
    /// arguments of a function are not exactly one complete JSON value, the answer is not <c>Complete</c>.
    /// </summary>
    public string? Arguments { get; set; }

    /// <summary>Fields of the call for which this class has no property.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Whether the call is for a custom tool, whose input is plain text.</summary>
    internal bool IsCustom => Type == "custom";

    /// <summary>Whether a server sent a plain value instead of a tool call object.</summary>
    internal bool IsBareValue() => _isBareValue;

    /// <summary>Creates a shallow copy.</summary>
    internal ChatToolCall Copy() => (ChatToolCall)MemberwiseClone();

    /// <summary>The call as <c>name(arguments)</c>.</summary>
    public override string ToString() => $"{Name}({Arguments})";

    IEnumerable<JsonField> IJsonObject.Fields()
    {
        var kind = IsCustom ? "custom" : "function";
        yield return new("index", Index) { IsForJournal = true };
        yield return new("id", Id);
        yield return new("type", Type) { Default = kind };
        yield return new(kind, new JsonField[]
        {
            new("name", Name) { IsRequired = true },
            new(IsCustom ? "input" : "arguments", Arguments) { IsRequired = true },
        });
    }
}
