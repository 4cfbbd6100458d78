using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The form that an answer must have: a JSON schema of an object, with a name. It is sent with the request, and the answer is
/// held to it.
/// </summary>
public sealed class AnswerSchema
{
    private const string DefaultName = "answer";
    private const int MaxNameLength = 64;

    /// <summary>Takes a schema.</summary>
    /// <param name="schema">The schema; its root must be an object. It is sent as it is.</param>
    /// <param name="name">Its name; what the API does not allow in a name is left out. Without it the schema's title.</param>
    /// <exception cref="ChatRequestException">It is no schema that an answer can have.</exception>
    public AnswerSchema(JsonDictionary schema, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        schema = (JsonDictionary)JsonText.Parse(schema.ToString())!;
        SchemaRules.Check(schema);
        Schema = schema;
        IsStrict = StrictForm.IsKept(schema);
        Name = NameOf(name) ?? NameOf(schema["title"] as string) ?? DefaultName;
    }

    /// <summary>The name that is sent with the schema.</summary>
    public string Name { get; }

    /// <summary>The schema.</summary>
    public JsonDictionary Schema { get; }

    /// <summary>
    /// Whether the schema keeps the rules of strict mode, in which the server makes sure of it: every property is required and
    /// no others are allowed, in every object.
    /// </summary>
    public bool IsStrict { get; }

    /// <summary>The schema as <c>response_format</c>.</summary>
    internal JsonDictionary ResponseFormat() => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonDictionary { ["name"] = Name, ["schema"] = Schema, ["strict"] = IsStrict },
    };

    /// <summary>The schema with <c>$ref</c> followed, as the validator follows it.</summary>
    internal JsonDictionary Resolve(JsonDictionary schema) => SchemaReference.Resolve(Schema, schema);

    /// <summary>The first rule of a schema that a value breaks.</summary>
    internal SchemaViolation? Check(object? value, JsonDictionary schema) => new SchemaValidator(Schema).Check(value, schema, "$");

    /// <summary>Reads the value out of an answer.</summary>
    /// <param name="choice">One choice of the answer.</param>
    /// <returns>The value as plain values.</returns>
    /// <exception cref="ChatValueException">The answer is not whole, is no JSON, or breaks a rule of the schema.</exception>
    public JsonDictionary Read(ChatChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (AnswerFault.Of(choice) is { } noValue) throw noValue;
        object? value;
        try
        {
            value = JsonText.Parse(JsonFence.Strip(choice.Content!));
        }
        catch (JsonException malformed)
        {
            var fault = SafeText.Excerpt(malformed.Message, 200);
            throw new ChatValueException($"The answer is not the JSON that was asked for: {fault} It begins: {SafeText.Excerpt(choice.Content, 200)}", null, malformed);
        }
        if (Check(value, Schema) is { } violation)
            throw new ChatValueException($"The answer does not have the form that was asked for: {violation.Path} {violation.Rule}.", violation.Path);
        return (JsonDictionary)value!;
    }

    private static string? NameOf(string? text)
    {
        var name = string.Concat((text ?? "").Where(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
        return name.Length == 0 ? null : name[..Math.Min(name.Length, MaxNameLength)];
    }
}
