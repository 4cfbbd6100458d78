using System.Collections;
using System.Numerics;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The form that an answer must have: a JSON schema of an object, with a name. It is sent with the request, and each answer is
/// checked against all of it.
/// </summary>
public sealed class AnswerSchema
{
    private const string Parameter = "As";
    private const string DefaultName = "answer";
    private const int MaxNameLength = 64;

    /// <summary>
    /// A request must have room for the schema, and nothing in it may be nested deeper than <see cref="JsonText.MaxDepth"/>.
    /// </summary>
    private const int MaxDepth = JsonText.MaxDepth - 4;

    private readonly IReadOnlyList<SchemaNode> _schemas;

    /// <summary>Takes a schema. Its keywords are those of draft 2020-12.</summary>
    /// <param name="schema">The schema; its root must be an object. It is sent as it is.</param>
    /// <param name="name">Its name; characters that the API does not allow are left out. The default is the schema's title.</param>
    /// <exception cref="ChatRequestException">
    /// No answer can have the schema, or it holds a keyword that answers cannot be held to.
    /// </exception>
    public AnswerSchema(JsonDictionary schema, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = Copy(schema);
        CheckRoot(Schema);
        _schemas = SchemaCompiler.Compile(Schema);
        IsStrict = StrictForm.IsKept(_schemas);
        Name = NameOf(name) ?? NameOf(Schema["title"] as string) ?? DefaultName;
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

    /// <summary>All schemas within the schema, itself first.</summary>
    internal IReadOnlyList<SchemaNode> Schemas => _schemas;

    /// <summary>The names of all properties that the schema lists and allows, at any depth.</summary>
    internal IEnumerable<string> PropertyNames =>
        _schemas.SelectMany(static schema => schema.Rules).OfType<PropertiesRule>().SelectMany(static rule => rule.AllowedNames);

    /// <summary>The schema as <c>response_format</c>.</summary>
    internal JsonDictionary ResponseFormat() => new()
    {
        ["type"] = "json_schema",
        ["json_schema"] = new JsonDictionary { ["name"] = Name, ["schema"] = Schema, ["strict"] = IsStrict },
    };

    /// <summary>Reads the value out of an answer.</summary>
    /// <param name="choice">One choice of the answer.</param>
    /// <returns>
    /// The value as plain values. A number is a long, a double, a decimal or a <see cref="BigInteger"/>, whichever holds it exactly.
    /// </returns>
    /// <exception cref="ChatValueException">
    /// The answer is not whole, is no JSON, breaks a rule of the schema, or holds a number that no type does.
    /// </exception>
    public JsonDictionary Read(ChatChoice choice) => (JsonDictionary)PlainNumbers.Of(ReadExact(choice))!;

    /// <summary>Reads the value out of an answer; numbers that only a <see cref="BigDecimal"/> holds are one.</summary>
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
            throw new ChatValueException($"The answer is not the JSON that was asked for: {fault} It begins: {start}", null, malformed);
        }
        if (Check(value) is not { } violation) return (JsonDictionary)value!;
        var path = violation.Path;
        throw new ChatValueException($"The answer does not have the form that was asked for: {path} {violation.Rule}.", path);
    }

    private SchemaViolation? Check(object? value)
    {
        try
        {
            return _schemas[0].Check(value, new SchemaCheck());
        }
        catch (InsufficientExecutionStackException tooDeep)
        {
            throw new ChatValueException("The answer and its schema are nested too deeply to be checked.", null, tooDeep);
        }
    }

    /// <summary>A copy in plain values, which nobody else can change.</summary>
    private static JsonDictionary Copy(JsonDictionary schema)
    {
        try
        {
            var copy = (JsonDictionary)StrictJson.Parse(JsonText.Write(schema))!;
            if (HasInfinity(schema)) throw new ChatRequestException(Parameter, "-As: the schema holds a number that is infinite or none.");
            if (Depth(copy) <= MaxDepth) return copy;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            var fault = SafeText.Excerpt(unreadable.Message, 200);
            throw new ChatRequestException(Parameter, $"-As: the schema cannot be read: {fault}", unreadable);
        }
        throw new ChatRequestException(Parameter, $"-As: the schema is nested deeper than {MaxDepth} levels.");
    }

    /// <summary>Whether a number is one that JSON has no form for.</summary>
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
            ? " A whole response_format goes to -ResponseFormat."
            : " A list can be a property of it.";
        var found = schema.Contains("type") ? $"; it has {SchemaViolation.Shown(schema["type"])}" : "";
        throw new ChatRequestException(Parameter, $"-As: the root of a schema must have the type 'object'{found}.{hint}");
    }

    private static string? NameOf(string? text)
    {
        var name = string.Concat((text ?? "").Where(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
        return name.Length == 0 ? null : name[..Math.Min(name.Length, MaxNameLength)];
    }
}
