namespace ChatCompletions.Commands;

/// <summary>
/// Turns a public static method with the object as its parameter into a hidden property of the given types. A method named ToString becomes
/// their text. The build writes the property to the types file, for the types themselves and for their deserialized forms, which files and
/// jobs return.
/// </summary>
/// <param name="types">The types.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExtendsAttribute(params Type[] types) : Attribute
{
    /// <summary>The types that get the property.</summary>
    public Type[] Types => types;

    /// <summary>Whether only deserialized objects have it.</summary>
    public bool IsDeserializedOnly { get; init; }

    /// <summary>The serialization depth of the types, if it differs from that of the module's types; 0 for no difference.</summary>
    public int Depth { get; init; }
}
