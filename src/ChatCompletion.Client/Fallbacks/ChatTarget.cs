namespace ChatCompletions;

/// <summary>Whom a question goes to.</summary>
/// <param name="Provider">The provider's name; <see langword="null"/> for the one that the call means.</param>
/// <param name="Model">The model; <see langword="null"/> for the provider's own.</param>
internal sealed record ChatTarget(string? Provider, string? Model)
{
    /// <summary>The target for a person.</summary>
    public override string ToString() => SafeText.Excerpt(Provider is null ? Model ?? "the provider's model" : Model is null ? Provider : $"{Provider}/{Model}", 200);
}
