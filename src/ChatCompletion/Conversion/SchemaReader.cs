using System.Collections;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads -As. A text that begins with a brace is JSON, one that ends in .json is a file, one in square brackets is a type; any other
/// is a field of the short form.
/// </summary>
internal sealed class SchemaReader(InvokeChatCompletionCommand call)
{
    private const string Parameter = "As";
    private const string Forms = "-As takes fields such as 'name:string','severity:int'; a JSON schema as JSON text, hashtable or object; the path of a .json file that holds one; or a class or type such as ([Ticket]).";
    private const int MaxFileBytes = 1024 * 1024;

    /// <summary>Reads the parameter; <see langword="null"/> where it is not given.</summary>
    /// <exception cref="ChatRequestException">It is none of the forms, or a wrong schema.</exception>
    public AnswerShape? Read()
    {
        var value = PlainValue.Unwrap(call.As);
        if (value is null) return null;
        if (call.ResponseFormat is not null) throw Errors.Wrong(Parameter, "-As and -ResponseFormat both say which form the answer has. Leave one of the two out.");
        return value switch
        {
            string text => FromText(text.Trim()),
            Type type => FromType(type),
            FileInfo file => FromFile(file.FullName),
            IDictionary or PSObject => FromMap(PlainValue.MapFromArgument(Parameter, value)!, null),
            IEnumerable list => FromList([.. list.Cast<object?>().Select(PlainValue.Unwrap)]),
            _ => throw Wrong($"a value of type {value.GetType().Name} is none of these."),
        };
    }

    private AnswerShape FromText(string text)
    {
        if (text.Length == 0) throw Wrong("it is empty.");
        if (text[0] == '{') return FromMap(PlainValue.MapFromArgument(Parameter, text)!, null);
        if (text[0] == '[') return FromType(TypeNamed(text));
        return text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? FromFile(text) : FromFields([text]);
    }

    private AnswerShape FromList(IReadOnlyList<object?> items) => items switch
    {
        [string only] => FromText(only.Trim()),
        [_, ..] when items.All(static item => item is string) => FromFields(items.Cast<string>()),
        _ => throw Wrong("a list must be of fields."),
    };

    private static AnswerShape FromFields(IEnumerable<string> fields)
    {
        try
        {
            return new AnswerShape(new AnswerSchema(FieldList.ToSchema(fields)));
        }
        catch (ChatRequestException wrong)
        {
            throw Errors.Wrong(Parameter, $"{wrong.Message} {Forms}", wrong);
        }
    }

    private static AnswerShape FromMap(JsonDictionary schema, string? name) => schema.Contains("type") || schema.Contains("properties")
        ? new AnswerShape(new AnswerSchema(schema, schema["title"] is string ? null : name))
        : throw Wrong("this object is no schema: it has no type.");

    private AnswerShape FromFile(string path)
    {
        var shown = SafeText.Excerpt(path, 300);
        var full = MediaFile.Resolve(call.SessionState, Parameter, path);
        var file = new FileInfo(full);
        if (!file.Exists) throw Wrong($"there is no file {shown}, which is taken literally.");
        if (file.Length > MaxFileBytes) throw Errors.Wrong(Parameter, $"-As: {shown} is larger than 1 MiB, which no schema is.");
        var bytes = call.Thread.Await(Task.Run(() => MediaFile.ReadAsync(Parameter, full, shown, call.StopToken), call.StopToken)).Bytes;
        using var reader = new StreamReader(new MemoryStream(bytes));
        return FromMap(PlainValue.MapFromArgument(Parameter, reader.ReadToEnd())!, Path.GetFileNameWithoutExtension(full));
    }

    private static AnswerShape FromType(Type type)
    {
        var schema = TypeSchema.Of(type);
        if (schema["type"] is "object") return new AnswerShape(new AnswerSchema(schema, type.Name), type);
        var name = schema["type"] is "array" ? "items" : "value";
        return new AnswerShape(new AnswerSchema(SchemaParts.Object(new JsonDictionary { [name] = schema }), (type.GetElementType() ?? type).Name), type, IsWrapped: true);
    }

    /// <summary>Where a parameter stands, PowerShell takes [Ticket] for text.</summary>
    private static Type TypeNamed(string text) => text.EndsWith(']') && LanguagePrimitives.TryConvertTo<Type>(text[1..^1], out var type)
        ? type
        : throw Wrong($"{SafeText.Excerpt(text, 100)} is no type that is known here.");

    private static ChatRequestException Wrong(string what) => Errors.Wrong(Parameter, $"-As: {what} {Forms}");
}
