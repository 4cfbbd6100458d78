using System.ComponentModel;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// Creates the schema of a class or type in strict mode: its public settable properties, with the rules of their attributes (Description,
/// ValidateSet, ValidateRange, AllowNull).
/// </summary>
internal sealed class TypeSchema
{
    private static readonly Dictionary<Type, (string Type, string? Format)> Simple = new()
    {
        [typeof(string)] = ("string", null),
        [typeof(char)] = ("string", null),
        [typeof(Uri)] = ("string", null),
        [typeof(Guid)] = ("string", "uuid"),
        [typeof(bool)] = ("boolean", null),
        [typeof(int)] = ("integer", null),
        [typeof(long)] = ("integer", null),
        [typeof(short)] = ("integer", null),
        [typeof(sbyte)] = ("integer", null),
        [typeof(uint)] = ("integer", null),
        [typeof(ulong)] = ("integer", null),
        [typeof(ushort)] = ("integer", null),
        [typeof(byte)] = ("integer", null),
        [typeof(BigInteger)] = ("integer", null),
        [typeof(double)] = ("number", null),
        [typeof(float)] = ("number", null),
        [typeof(decimal)] = ("number", null),
        [typeof(DateTime)] = ("string", SchemaDates.DateTime),
        [typeof(DateTimeOffset)] = ("string", SchemaDates.DateTime),
        [typeof(DateOnly)] = ("string", SchemaDates.Date),
    };

    private readonly Stack<Type> _within = new();

    /// <summary>Creates the schema of a type.</summary>
    /// <exception cref="ChatRequestException">The type, or the type of a property, has no schema.</exception>
    public static JsonDictionary Of(Type type) => new TypeSchema().Schema(type, type.Name);

    private JsonDictionary Schema(Type type, string place)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return SchemaParts.OrNull(Schema(inner, place));
        if (Simple.TryGetValue(type, out var simple)) return SchemaParts.Of(simple.Type, simple.Format);
        if (type.IsEnum) return SchemaParts.Choice(Enum.GetNames(type));
        return ItemType(type) is { } items ? SchemaParts.List(Schema(items, place)) : Class(type, place);
    }

    /// <summary>The item type of a list; <see langword="null"/> for any other type.</summary>
    public static Type? ItemType(Type type)
    {
        if (type.IsSZArray) return type.GetElementType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? type.GetGenericArguments()[0] : null;
    }

    private JsonDictionary Class(Type type, string place)
    {
        if (_within.Contains(type))
            throw Errors.Wrong(
                "As", $"-As: {place} contains {type.Name} within {type.Name}. A recursive type cannot be used in strict mode.");
        var isConcrete = type is { IsAbstract: false, IsPointer: false, IsByRef: false, ContainsGenericParameters: false };
        var canCreate = isConcrete && (type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null);
        // The properties of collections, such as Capacity, are not their content.
        var isCollection = typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
        if (!canCreate || isCollection || type == typeof(object)) throw Unsupported(type, place);
        _within.Push(type);
        var properties = new JsonDictionary();
        foreach (var property in Properties(type)) properties[property.Name] = Property(property, $"{type.Name}.{property.Name}");
        _within.Pop();
        return properties.Count > 0 ? Described(SchemaParts.Object(properties), type) : throw Unsupported(type, place);
    }

    /// <summary>
    /// The properties that an answer sets, in the order of their declaration, those of base classes first. If several have the same name,
    /// that of the most derived class is used.
    /// </summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
        .Where(static property => property.GetCustomAttribute<HiddenAttribute>() is null)
        .GroupBy(static property => property.Name)
        .Select(static same => same.MaxBy(static property => Depth(property.DeclaringType))!)
        .OrderBy(static property => Depth(property.DeclaringType));

    private static int Depth(Type? type) => type is null ? 0 : Depth(type.BaseType) + 1;

    private JsonDictionary Property(PropertyInfo property, string place)
    {
        var schema = Schema(property.PropertyType, place);
        var rules = schema["items"] as JsonDictionary ?? schema;
        if (property.GetCustomAttribute<ValidateSetAttribute>() is { } set && rules["type"] is "string")
            rules["enum"] = SchemaParts.Choice(set.ValidValues)["enum"];
        if (property.GetCustomAttribute<ValidateRangeAttribute>() is { } range && rules["type"] is "integer" or "number")
        {
            if (range.MinRange is { } least) rules["minimum"] = least;
            if (range.MaxRange is { } most) rules["maximum"] = most;
        }
        if (MayBeNull(property)) schema = SchemaParts.OrNull(schema);
        return Described(schema, property);
    }

    private static bool MayBeNull(PropertyInfo property) => !property.PropertyType.IsValueType
        && (property.GetCustomAttribute<AllowNullAttribute>() is not null
            || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);

    /// <summary>Adds the description; that of a property replaces that of its class.</summary>
    private static JsonDictionary Described(JsonDictionary schema, MemberInfo member)
    {
        if (member.GetCustomAttribute<DescriptionAttribute>()?.Description is not { Length: > 0 } text) return schema;
        schema.Remove("description");
        schema.Insert(1, "description", text);
        return schema;
    }

    private static ChatRequestException Unsupported(Type type, string place) => Errors.Wrong(
        "As",
        $"-As: {(place == type.Name ? "" : $"{place} has ")}the type {type.Name}{(place == type.Name ? "" : ", which")} "
        + "cannot be used in strict mode. Use text, numbers, bool, dates, enums, classes with a constructor without parameters "
        + "and settable properties, and arrays of these.");
}
