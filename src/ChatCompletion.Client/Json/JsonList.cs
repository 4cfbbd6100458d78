namespace ChatCompletions;

/// <summary>
/// A JSON array as a plain list of strings, numbers, booleans, <see langword="null"/>, dictionaries and lists. Its text is the JSON.
/// </summary>
public sealed class JsonList : List<object?>
{
    /// <summary>The list as compact JSON.</summary>
    public override string ToString() => JsonText.Write(this);
}
