using System.Text.Json;

namespace ChatCompletions;

/// <summary>A tool call that the model asks for. The arguments are the model's own text and may be invalid JSON.</summary>
public sealed class ChatToolCall : IJsonWritable
{
    /// <summary>The call's position; in a stream, the position that its fragments share.</summary>
    public int? Index { get; set; }

    /// <summary>The id that the tool's answer must name.</summary>
    public string? Id { get; set; }

    /// <summary><c>function</c>, or <c>custom</c>; other values are kept as they are.</summary>
    public string? Type { get; set; }

    /// <summary>The tool's name.</summary>
    public string? Name { get; set; }

    /// <summary>The arguments as JSON text, <c>{}</c> where the model gave none; for a custom tool, its input as plain text.</summary>
    public string? Arguments { get; set; }

    /// <summary>Fields that this library has no property for.</summary>
    public JsonDictionary? AdditionalProperties { get; set; }

    /// <summary>Whether the call is for a custom tool, whose input is plain text.</summary>
    internal bool IsCustom => Type == "custom";

    /// <summary>The call as <c>name(arguments)</c>.</summary>
    public override string ToString() => $"{Name}({Arguments})";

    void IJsonWritable.WriteJson(Utf8JsonWriter writer)
    {
        var kind = IsCustom ? "custom" : "function";
        writer.WriteStartObject();
        if (Id is not null) writer.WriteString("id", Id);
        writer.WriteString("type", Type ?? kind);
        writer.WriteStartObject(kind);
        writer.WriteString("name", Name);
        writer.WriteString(IsCustom ? "input" : "arguments", Arguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
