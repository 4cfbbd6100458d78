using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Makes the values of answers: custom objects, or instances of the type that -As names. To be used on the pipeline thread.</summary>
internal sealed class ValueMaker(AnswerShape shape)
{
    /// <summary>Fills in the value of each choice of an answer.</summary>
    /// <returns>Why the answer is not what was asked for, with the answer, which then is marked; <see langword="null"/> where it is.</returns>
    public ChatValueException? Fill(ChatCompletion answer)
    {
        ChatValueException? first = null;
        foreach (var choice in answer.Choices)
        {
            try
            {
                choice.Value = Read(choice);
            }
            catch (ChatValueException fault)
            {
                first ??= fault;
            }
        }
        if (first is null) return null;
        first.Provider = answer.Provider;
        first.Model = answer.AskedModel ?? answer.Model;
        first.RequestId = answer.RequestId;
        first.Attempts = answer.Attempts;
        first.Completion = answer;
        answer.Complete = false;
        answer.Error = first.Message;
        return first;
    }

    private object? Read(ChatChoice choice)
    {
        object? plain = shape.Schema.Read(choice);
        var schema = shape.Schema.Schema;
        if (shape.IsWrapped)
        {
            var (name, inner) = ((JsonDictionary)schema["properties"]!).Pairs().Single();
            plain = ((JsonDictionary)plain)[name];
            schema = (JsonDictionary)inner!;
        }
        if (shape.Type is null) return Make(plain, schema);
        try
        {
            return ValueText.Attach(LanguagePrimitives.ConvertTo(Make(plain, schema), shape.Type, CultureInfo.InvariantCulture));
        }
        catch (Exception failed) when (failed is InvalidCastException or RuntimeException and not PipelineStoppedException)
        {
            throw new ChatValueException($"The answer could not be made a {shape.Type.Name}: {SafeText.Excerpt(failed.Message, 300)}", null, failed);
        }
    }

    private object? Make(object? value, JsonDictionary schema)
    {
        schema = Meant(value, schema);
        return value switch
        {
            JsonDictionary map => Attach(Object(map, schema)),
            JsonList list => Attach(Items(list, schema["items"] as JsonDictionary ?? new JsonDictionary())),
            string text when SchemaDates.IsDate(schema["format"]) && SchemaDates.TryRead(text, schema["format"], out var date) => IsText(schema) ? text : date,
            double real when NumberKind(schema) == "integer" && Math.Abs(real) < 1L << 53 => (long)real,
            long whole when NumberKind(schema) == "number" && Math.Abs((double)whole) < 1L << 53 => (double)whole,
            _ => value,
        };
    }

    /// <summary>An array of its own, also where it is empty: .NET's empty one is shared with everybody.</summary>
    private object?[] Items(JsonList list, JsonDictionary schema)
    {
        var items = new object?[list.Count];
        for (var i = 0; i < items.Length; i++) items[i] = Make(list[i], schema);
        return items;
    }

    /// <summary>The schema that says something of a value: where <c>$ref</c> leads, and of several forms the one that the value has.</summary>
    private JsonDictionary Meant(object? value, JsonDictionary schema)
    {
        schema = shape.Schema.Resolve(schema);
        var form = (schema["anyOf"] as JsonList)?.OfType<JsonDictionary>().FirstOrDefault(one => shape.Schema.Check(value, one) is null);
        return form is null ? schema : Meant(value, form);
    }

    /// <summary>The properties come in the order of the schema, whatever the order of the answer.</summary>
    private PSObject Object(JsonDictionary map, JsonDictionary schema)
    {
        var properties = schema["properties"] as JsonDictionary ?? new JsonDictionary();
        var made = new PSObject();
        foreach (var name in properties.Keys.Cast<string>().Where(map.Contains).Concat(map.Keys.Cast<string>().Where(name => !properties.Contains(name))))
        {
            if (made.Properties[name] is not null)
                throw new ChatValueException($"The answer has the property '{SafeText.Excerpt(name, 100)}' twice, in different case, which PowerShell cannot tell apart.");
            made.Properties.Add(new PSNoteProperty(name, Make(map[name], (properties[name] ?? schema["additionalProperties"]) as JsonDictionary ?? new JsonDictionary())));
        }
        return made;
    }

    private object Attach(object made) => shape.Type is null ? ValueText.Attach(made)! : made;

    /// <summary>A type's dates without a time are read by the type itself.</summary>
    private bool IsText(JsonDictionary schema) => shape.Type is not null && schema["format"] is SchemaDates.Date;

    /// <summary>Which of the two kinds of numbers a schema means; <see langword="null"/> where it says neither, or both.</summary>
    private static string? NumberKind(JsonDictionary schema)
    {
        string[] kinds = [.. (schema["type"] as JsonList ?? [schema["type"]]).OfType<string>().Where(static type => type is "integer" or "number")];
        return kinds is [var only] ? only : null;
    }
}
