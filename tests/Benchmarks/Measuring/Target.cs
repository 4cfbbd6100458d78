namespace ChatCompletions.Benchmarks;

/// <summary>What a row should reach: at most a limit, or at least, of the figure itself or of its relation to another.</summary>
/// <param name="Of">What is held against the limit.</param>
/// <param name="Limit">The limit.</param>
/// <param name="AtLeast">Whether it is a least and not a most.</param>
internal sealed record Target(TargetOf Of, double Limit, bool AtLeast = false)
{
    public static Target Ratio(double most) => new(TargetOf.Ratio, most);

    public static Target Value(double most) => new(TargetOf.Value, most);

    public static Target Difference(double most) => new(TargetOf.Difference, most);

    /// <summary>Whether a median reaches it.</summary>
    public bool IsMet(double median) => AtLeast ? median >= Limit : median <= Limit;
}
