namespace ChatCompletions;

/// <summary>Takes off the Markdown fence that some models put around JSON. Other words around it are not taken off.</summary>
internal static class JsonFence
{
    private const string Fence = "```";

    /// <summary>The text between the fences, or the text as it is.</summary>
    public static string Strip(string text)
    {
        var inner = text.Trim();
        if (inner.Length < 2 * Fence.Length || !inner.StartsWith(Fence, StringComparison.Ordinal) || !inner.EndsWith(Fence, StringComparison.Ordinal)) return text;
        inner = inner[Fence.Length..^Fence.Length];
        return inner.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? inner["json".Length..] : inner;
    }
}
