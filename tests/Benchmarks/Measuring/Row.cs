namespace ChatCompletions.Benchmarks;

/// <summary>A row of the table.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Key">The samples' key.</param>
/// <param name="Unit">Their unit.</param>
/// <param name="Against">In words, what it is compared with; <see langword="null"/> for nothing.</param>
/// <param name="AgainstKey">The samples' key of that.</param>
/// <param name="Target">What should be reached.</param>
internal sealed record Row(string What, string Key, string Unit, string? Against = null, string? AgainstKey = null, Target? Target = null);
