namespace ChatCompletions;

/// <summary>The provider and the model of a request.</summary>
/// <param name="Provider">The provider's name; <see langword="null"/> for the provider of the call.</param>
/// <param name="Model">The model; <see langword="null"/> for the provider's default model.</param>
internal sealed record ChatTarget(string? Provider, string? Model)
{
    private const int MaxLength = 200;

    /// <summary>The target as messages show it.</summary>
    public override string ToString() => SafeText.Excerpt(
        (Provider, Model) switch
        {
            (null, null) => "the provider's model",
            (null, _) => Model,
            (_, null) => Provider,
            _ => $"{Provider}/{Model}",
        },
        MaxLength);
}
