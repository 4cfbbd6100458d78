namespace ChatCompletions;

/// <summary>A field of an <see cref="IJsonObject"/>.</summary>
/// <param name="Name">The API's name.</param>
/// <param name="Value">The value; a list of fields is a nested object. The field is left out if it is <see langword="null"/>.</param>
internal readonly record struct JsonField(string Name, object? Value)
{
    /// <summary>Whether the field is written as null if it has no value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value that the JSON has, but the object does not, if <see cref="Value"/> is <see langword="null"/>.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the API has no such field, so that only a journal holds it.</summary>
    public bool IsForJournal { get; init; }
}
