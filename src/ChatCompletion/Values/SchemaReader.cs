using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads -As. A text that begins with a brace is JSON, one that ends in .json is a file, and one in square brackets is a type; any other
/// text is a field in the short form.
/// </summary>
/// <param name="session">Resolves paths.</param>
/// <param name="thread">Waits for a file without blocking Ctrl+C.</param>
/// <param name="cancellationToken">Cancels the wait.</param>
internal sealed class SchemaReader(SessionState session, PipelineThread thread, CancellationToken cancellationToken)
{
    private const string Parameter = "As";
    private const string Forms = "-As takes fields such as 'name:string','severity:int'; a JSON schema as JSON text, hashtable or object; "
        + "the path of a .json file that holds one; or a class or type such as ([Ticket]).";
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Reads the value of the parameter; <see langword="null"/> for <see langword="null"/>.</summary>
    /// <exception cref="ChatRequestException">The value has none of the supported forms, or the schema is invalid.</exception>
    public AnswerShape? Read(object? value)
    {
        value = PlainValue.Unwrap(value);
        return value switch
        {
            null => null,
            string text => FromText(text.Trim()),
            Type type => FromType(type),
            FileInfo file => FromFile(file.FullName),
            IDictionary or PSObject => FromMap(PlainValue.MapFromArgument(Parameter, value)!, null),
            IEnumerable list => FromList([.. list.Cast<object?>().Select(PlainValue.Unwrap)]),
            _ => throw Wrong($"a value of type {value.GetType().Name} is not supported."),
        };
    }

    private AnswerShape FromText(string text)
    {
        if (text.Length == 0) throw Wrong("it is empty.");
        if (text[0] == '{') return FromMap(ReadJson(text), null);
        if (text[0] == '[') return FromType(TypeNamed(text));
        return text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? FromFile(text) : FromFields([text]);
    }

    private AnswerShape FromList(IReadOnlyList<object?> items) => items switch
    {
        [string only] => FromText(only.Trim()),
        [_, ..] when items.All(static item => item is string) => FromFields(items.Cast<string>()),
        _ => throw Wrong("a list must contain only fields."),
    };

    private static AnswerShape FromFields(IEnumerable<string> fields)
    {
        try
        {
            return FromMap(FieldList.ToSchema(fields), null);
        }
        catch (ChatRequestException wrong)
        {
            throw Errors.Wrong(Parameter, $"{wrong.Message} {Forms}", wrong);
        }
    }

    private static AnswerShape FromMap(JsonDictionary map, string? name)
    {
        if (!map.Contains("type") && !map.Contains("properties")) throw Wrong("this object is not a schema: it has no type.");
        var schema = new AnswerSchema(map, map["title"] is string ? null : name);
        if (schema.PropertyNames.FirstOrDefault(static name => !ValueObject.CanHave(name)) is { } wrong)
            throw Errors.Wrong(
                Parameter,
                $"-As: the schema has the property '{SafeText.Excerpt(wrong, 100)}', which is not a valid property name for an object.");
        return new AnswerShape(schema);
    }

    private AnswerShape FromFile(string path)
    {
        var shown = SafeText.Excerpt(path, 300);
        var full = MediaFile.Resolve(session, Parameter, path);
        var file = new FileInfo(full);
        if (!file.Exists) throw Wrong($"there is no file {shown}. Paths are literal.");
        if (file.Length > MaxFileBytes) throw Errors.Wrong(Parameter, $"-As: {shown} is larger than 1 MiB, the limit for a schema.");
        var bytes = thread.Await(Task.Run(() => MediaFile.ReadAsync(Parameter, full, shown, cancellationToken), cancellationToken)).Bytes;
        using var reader = new StreamReader(new MemoryStream(bytes));
        return FromMap(ReadJson(reader.ReadToEnd()), Path.GetFileNameWithoutExtension(full));
    }

    /// <summary>
    /// Parses a schema strictly: numbers keep all digits, and a duplicate name is an error, whereas the other parser would use the last
    /// one.
    /// </summary>
    private static JsonDictionary ReadJson(string text)
    {
        try
        {
            if (StrictJson.Parse(text) is JsonDictionary schema) return schema;
        }
        catch (JsonException twice) when (twice.BytePositionInLine is null)
        {
            throw Errors.Wrong(Parameter, $"-As: {twice.Message}", twice);
        }
        catch (JsonException)
        {
            // The other parser reports the position.
        }
        return PlainValue.MapFromArgument(Parameter, text)!;
    }

    private static AnswerShape FromType(Type type)
    {
        var schema = TypeSchema.Of(type);
        if (schema["type"] is "object") return new AnswerShape(new AnswerSchema(schema, type.Name), type);
        var name = schema["type"] is "array" ? "items" : "value";
        var wrapped = SchemaParts.Object(new JsonDictionary { [name] = schema });
        return new AnswerShape(new AnswerSchema(wrapped, (type.GetElementType() ?? type).Name), type, IsWrapped: true);
    }

    /// <summary>Finds a type by its name: PowerShell passes [Ticket] without parentheses as text.</summary>
    private static Type TypeNamed(string text) => text.EndsWith(']') && LanguagePrimitives.TryConvertTo<Type>(text[1..^1], out var type)
        ? type
        : throw Wrong($"{SafeText.Excerpt(text, 100)} is not a known type.");

    private static ChatRequestException Wrong(string what) => Errors.Wrong(Parameter, $"-As: {what} {Forms}");
}
