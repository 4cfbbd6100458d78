using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ChatCompletions.Commands;

/// <summary>
/// Creates instances of a type from JSON that matches the type's schema (<see cref="TypeSchema"/>): it calls the constructor without
/// parameters, then sets the properties. PowerShell's own conversion prefers a constructor with one parameter, and rounds numbers.
/// </summary>
/// <param name="root">The type.</param>
/// <param name="isDryRun">Whether only to convert the values, without creating instances. A dry run works on any thread.</param>
internal sealed class TypeMaker(Type root, bool isDryRun)
{
    private static readonly Dictionary<Type, Func<BigInteger, object>> Integers = new()
    {
        [typeof(int)] = static number => (int)number, [typeof(uint)] = static number => (uint)number,
        [typeof(long)] = static number => (long)number, [typeof(ulong)] = static number => (ulong)number,
        [typeof(short)] = static number => (short)number, [typeof(ushort)] = static number => (ushort)number,
        [typeof(sbyte)] = static number => (sbyte)number, [typeof(byte)] = static number => (byte)number,
        [typeof(BigInteger)] = static number => number,
    };

    /// <summary>Creates an instance of the type from a value.</summary>
    /// <exception cref="ChatValueException">The type cannot hold the value, or refuses it.</exception>
    public object? Make(object? value) => Make(root, value, "$");

    private object? Make(Type type, object? value, string path)
    {
        if (value is null) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is JsonDictionary map) return Class(type, map, path);
        if (value is JsonList list) return List(type, list, path);
        return Simple(type, value) ?? throw Wrong(path, $"{SafeText.Excerpt(JsonText.Write(value), 100)} is not a valid {type.Name}");
    }

    private object? Class(Type type, JsonDictionary map, string path)
    {
        var made = isDryRun ? null : Run(path, () => Activator.CreateInstance(type));
        foreach (var property in TypeSchema.Properties(type))
        {
            var place = $"{path}.{property.Name}";
            var value = Make(property.PropertyType, map[property.Name], place);
            if (!isDryRun) Run(place, () => property.SetMethod!.Invoke(made, [value]));
        }
        if (made is not ValueType) ValueText.AttachToProperties(made);
        return made;
    }

    private IList List(Type type, JsonList list, string path)
    {
        var itemType = TypeSchema.ItemType(type)!;
        IList made = isDryRun ? new List<object?>()
            : type.IsArray ? Array.CreateInstance(itemType, list.Count)
            : (IList)Activator.CreateInstance(type)!;
        for (var i = 0; i < list.Count; i++)
        {
            var item = Make(itemType, list[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
            if (made.IsFixedSize) made[i] = item;
            else made.Add(item);
        }
        return made;
    }

    /// <summary>Converts a scalar value; <see langword="null"/> if the type cannot hold it.</summary>
    private static object? Simple(Type type, object value)
    {
        if (type.IsEnum) return Enum.TryParse(type, value as string, out var member) ? member : null;
        if (value is string text) return Text(type, text);
        if (value is bool) return type == typeof(bool) ? value : null;
        return BigDecimal.Of(value) is { } number ? Number(type, number) : null;
    }

    private static object? Text(Type type, string text)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(char)) return text.Length == 1 ? text[0] : null;
        if (type == typeof(Guid)) return Guid.TryParse(text, out var id) ? id : null;
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) ? address : null;
        if (type == typeof(DateOnly)) return SchemaDates.TryRead(text, SchemaDates.Date, out var day) ? DateOnly.FromDateTime(day) : null;
        if (type == typeof(DateTimeOffset) && SchemaDates.TryReadOffset(text, out var exact)) return exact;
        if (!SchemaDates.TryRead(text, SchemaDates.DateTime, out var time)) return null;
        return type == typeof(DateTime) ? time : type == typeof(DateTimeOffset) ? new DateTimeOffset(time) : null;
    }

    private static object? Number(Type type, BigDecimal number)
    {
        if (type == typeof(decimal)) return number.TryToDecimal(out var exact) ? exact : null;
        if (type == typeof(double))
            return number.ToDouble() is var real && double.IsFinite(real) && (real != 0 || number.IsZero) ? real : null;
        if (type == typeof(float))
            return number.ToSingle() is var single && float.IsFinite(single) && (single != 0 || number.IsZero) ? single : null;
        if (!Integers.TryGetValue(type, out var convert) || !number.TryToInteger(out var whole)) return null;
        try
        {
            return convert(whole);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Runs code of the type. A stopped pipeline is not a fault of the answer.</summary>
    private object? Run(string path, Func<object?> code)
    {
        try
        {
            return code();
        }
        catch (TargetInvocationException failed) when (failed.InnerException is { } cause)
        {
            if (cause is PipelineStoppedException) ExceptionDispatchInfo.Throw(cause);
            throw Wrong(path, cause.Message, cause);
        }
    }

    private ChatValueException Wrong(string path, string what, Exception? cause = null) =>
        new($"The answer could not be converted to {root.Name}: {path}: {SafeText.Excerpt(what, 300)}", path, cause);
}
