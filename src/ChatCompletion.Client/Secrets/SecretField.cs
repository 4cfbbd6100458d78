namespace ChatCompletions;

/// <summary>A field that is a secret.</summary>
/// <param name="Path">Where it stands, such as <c>extra_headers.Authorization</c>.</param>
/// <param name="Value">The secret.</param>
/// <param name="IsNamed">Whether its name says that it is one, or the name of an object around it; else its value looks like one.</param>
internal readonly record struct SecretField(string Path, string Value, bool IsNamed)
{
    /// <summary>Where it stands, and nothing of the secret.</summary>
    public override string ToString() => Path;
}
