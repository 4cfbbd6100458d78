using System.Collections;
using System.Numerics;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The schema that an answer must match: a named JSON schema whose root is an object. It is sent with the request, and every answer is
/// validated against the whole schema.
/// </summary>
public sealed class AnswerSchema
{
    private const string Parameter = "As";
    private const string DefaultName = "answer";
    private const int MaxNameLength = 64;

    /// <summary>The request nests the schema deeper, and must not exceed <see cref="JsonText.MaxDepth"/>.</summary>
    private const int MaxDepth = JsonText.MaxDepth - 4;

    private readonly IReadOnlyList<SchemaNode> _schemas;

    /// <summary>Creates an answer schema from a JSON schema of draft 2020-12.</summary>
    /// <param name="schema">The schema; its root must be an object. It is sent unchanged.</param>
    /// <param name="name">
    /// The name of the schema. Characters that the API does not allow are removed, and names are cut to 64 characters. The default is the
    /// schema's title, or <c>answer</c>.
    /// </param>
    /// <exception cref="ChatRequestException">The schema is invalid, or has a keyword that cannot be validated.</exception>
    public AnswerSchema(JsonDictionary schema, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = Copy(schema);
        CheckRoot(Schema);
        _schemas = SchemaCompiler.Compile(Schema);
        IsStrict = StrictMode.Allows(_schemas);
        Name = NameOf(name) ?? NameOf(Schema["title"] as string) ?? DefaultName;
    }

    /// <summary>The name that is sent with the schema.</summary>
    public string Name { get; }

    /// <summary>The JSON schema.</summary>
    public JsonDictionary Schema { get; }

    /// <summary>
    /// Whether the schema meets the rules of strict mode, in which the server enforces it: among others, every object requires all of its
    /// properties and allows no others.
    /// </summary>
    public bool IsStrict { get; }

    /// <summary>The schema and all schemas inside it; the root comes first.</summary>
    internal IReadOnlyList<SchemaNode> Schemas => _schemas;

    /// <summary>The names of all properties that the schema lists and allows, at any depth.</summary>
    internal IEnumerable<string> PropertyNames =>
        _schemas.SelectMany(static schema => schema.Rules).OfType<PropertiesRule>().SelectMany(static rule => rule.AllowedNames);

    /// <summary>Gets the schema as a <c>response_format</c>.</summary>
    internal JsonDictionary ResponseFormat() => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonDictionary { ["name"] = Name, ["schema"] = Schema, ["strict"] = IsStrict },
    };

    /// <summary>Reads and validates the value of an answer.</summary>
    /// <param name="choice">One choice of the answer.</param>
    /// <returns>
    /// The value as plain values. A number is a long, a double, a decimal or a <see cref="BigInteger"/>, whichever represents it exactly.
    /// </returns>
    /// <exception cref="ChatValueException">
    /// The answer is incomplete, is not JSON, does not match the schema, or contains a number that no .NET type represents exactly.
    /// </exception>
    public JsonDictionary Read(ChatChoice choice) => (JsonDictionary)PlainNumbers.Of(ReadExact(choice))!;

    /// <summary>
    /// Reads and validates the value of an answer. Numbers that no .NET type represents exactly are <see cref="BigDecimal"/> objects.
    /// </summary>
    internal JsonDictionary ReadExact(ChatChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (AnswerFault.Of(choice) is { } noValue) throw noValue;
        object? value;
        try
        {
            value = StrictJson.Parse(JsonFence.Strip(choice.Content!));
        }
        catch (JsonException malformed)
        {
            var (fault, start) = (SafeText.Excerpt(malformed.Message, 200), SafeText.Excerpt(choice.Content, 200));
            throw new ChatValueException($"The answer is not the requested JSON: {fault} It begins: {start}", null, malformed);
        }
        if (Check(value) is not { } violation) return (JsonDictionary)value!;
        var path = violation.Path;
        throw new ChatValueException($"The answer does not match the requested schema: {path} {violation.Rule}.", path);
    }

    private SchemaViolation? Check(object? value)
    {
        try
        {
            return _schemas[0].Check(value, new SchemaCheck());
        }
        catch (InsufficientExecutionStackException tooDeep)
        {
            throw new ChatValueException("The answer and its schema are nested too deeply to validate.", null, tooDeep);
        }
    }

    /// <summary>Copies the schema to plain values, so that the caller cannot change it later.</summary>
    private static JsonDictionary Copy(JsonDictionary schema)
    {
        try
        {
            var copy = (JsonDictionary)StrictJson.Parse(JsonText.Write(schema))!;
            if (HasInfinity(schema))
                throw new ChatRequestException(Parameter, "-As: the schema contains a number that is infinite or NaN.");
            if (Depth(copy) <= MaxDepth) return copy;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            var fault = SafeText.Excerpt(unreadable.Message, 200);
            throw new ChatRequestException(Parameter, $"-As: the schema cannot be read: {fault}", unreadable);
        }
        throw new ChatRequestException(Parameter, $"-As: the schema is nested deeper than {MaxDepth} levels.");
    }

    /// <summary>Whether the value contains a number that JSON cannot represent.</summary>
    private static bool HasInfinity(object? value) => value switch
    {
        double number => !double.IsFinite(number),
        float number => !float.IsFinite(number),
        string => false,
        IDictionary map => map.Values.Cast<object?>().Any(HasInfinity),
        IEnumerable list => list.Cast<object?>().Any(HasInfinity),
        _ => false,
    };

    private static int Depth(object? value) => value switch
    {
        JsonDictionary map => 1 + map.Pairs().Select(static pair => Depth(pair.Value)).DefaultIfEmpty().Max(),
        JsonList list => 1 + list.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static void CheckRoot(JsonDictionary schema)
    {
        if (schema["type"] is "object") return;
        var hint = schema["type"] is "json_schema"
            ? " Give a complete response_format with -ResponseFormat."
            : " A list can be a property of the object.";
        var found = schema.Contains("type") ? $"; it has {SchemaViolation.Preview(schema["type"])}" : "";
        throw new ChatRequestException(Parameter, $"-As: the root of a schema must have the type 'object'{found}.{hint}");
    }

    private static string? NameOf(string? text)
    {
        var name = string.Concat((text ?? "").Where(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
        return name.Length == 0 ? null : name[..Math.Min(name.Length, MaxNameLength)];
    }
}
