namespace ChatCompletions;

/// <summary>A field that is a secret.</summary>
/// <param name="Path">The path of the field, such as <c>extra_headers.Authorization</c>.</param>
/// <param name="Value">The secret.</param>
/// <param name="IsNamed">
/// Whether the name of the field, or of an object around it, identifies a secret; otherwise its value looks like one.
/// </param>
internal readonly record struct SecretField(string Path, string Value, bool IsNamed)
{
    /// <summary>The path, without the secret.</summary>
    public override string ToString() => Path;
}
