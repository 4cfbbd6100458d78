namespace ChatCompletions;

/// <summary>Removes the Markdown code fence that some models put around JSON. Other text around the JSON is not removed.</summary>
internal static class JsonFence
{
    private const string Fence = "```";

    /// <summary>Gets the text inside the fence, or the unchanged text if there is no fence.</summary>
    public static string Strip(string text)
    {
        var inner = text.Trim();
        if (inner.Length < 2 * Fence.Length
            || !inner.StartsWith(Fence, StringComparison.Ordinal)
            || !inner.EndsWith(Fence, StringComparison.Ordinal))
            return text;
        inner = inner[Fence.Length..^Fence.Length];
        return inner.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? inner["json".Length..] : inner;
    }
}
