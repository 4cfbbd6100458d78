namespace ChatCompletions;

/// <summary>Takes a key out of text that a server sent: some echo it in their errors.</summary>
internal sealed class SecretMask(string? secret)
{
    private const string Mask = "***";
    private const int ShortestSecret = 4;

    /// <summary>The text with the key masked, also in the forms it has in JSON and in a URL.</summary>
    public string? Apply(string? text)
    {
        if (text is null || secret is null || secret.Length < ShortestSecret) return text;
        text = text.Replace(secret, Mask, StringComparison.Ordinal);
        text = text.Replace(Uri.EscapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase);
        return text.Replace(JsonText.Write(secret)[1..^1], Mask, StringComparison.Ordinal);
    }
}
