using System.Text.Json;

namespace ChatCompletions;

/// <summary>A tool call that the model asks for. The arguments are the model's own text and may be invalid JSON.</summary>
public sealed class ChatToolCall : IJsonWritable
{
    private readonly bool _isBareValue;

    /// <summary>Creates an empty call.</summary>
    public ChatToolCall()
    {
    }

    /// <summary>Creates a call for a bare value, such as a text, that a server sent in the place of one.</summary>
    internal ChatToolCall(string? bareValue) => (_isBareValue, Arguments) = (true, bareValue);

    /// <summary>The call's position; in a stream, the position that its fragments share.</summary>
    public int? Index { get; set; }

    /// <summary>The id that the tool's answer must name.</summary>
    public string? Id { get; set; }

    /// <summary><c>function</c>, or <c>custom</c>; other values are kept as they are.</summary>
    public string? Type { get; set; }

    /// <summary>The tool's name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The arguments as the model's JSON text, <c>{}</c> where it gave none; for a custom tool, its input as plain text. Where the
    /// arguments of a function are not one whole JSON value, the answer is not <c>Complete</c>.
    /// </summary>
    public string? Arguments { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Whether the call is for a custom tool, whose input is plain text.</summary>
    internal bool IsCustom => Type == "custom";

    /// <summary>Whether a server sent a bare value in the place of the call.</summary>
    internal bool IsBareValue() => _isBareValue;

    /// <summary>A call with the same fields.</summary>
    internal ChatToolCall Copy() => (ChatToolCall)MemberwiseClone();

    /// <summary>The call as <c>name(arguments)</c>.</summary>
    public override string ToString() => $"{Name}({Arguments})";

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        var kind = IsCustom ? "custom" : "function";
        writer.WriteStartObject();
        writer.WriteOptional("id", Id);
        writer.WriteString("type", Type ?? kind);
        writer.WriteStartObject(kind);
        writer.WriteString("name", Name);
        writer.WriteString(IsCustom ? "input" : "arguments", Arguments);
        writer.WriteEndObject();
        writer.WriteAdditional(AdditionalProperties);
        writer.WriteEndObject();
    }
}
