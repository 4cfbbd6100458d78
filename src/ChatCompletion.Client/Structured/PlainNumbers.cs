namespace ChatCompletions;

/// <summary>Converts exactly parsed numbers to .NET types.</summary>
internal static class PlainNumbers
{
    /// <summary>
    /// Converts every number in a value to a long, a double, a decimal or a <see cref="System.Numerics.BigInteger"/>, without loss.
    /// </summary>
    /// <exception cref="ChatValueException">A number has more digits than any of these types represents.</exception>
    public static object? Of(object? value)
    {
        switch (value)
        {
            case JsonDictionary map:
                var copy = new JsonDictionary();
                foreach (var (name, item) in map.Pairs()) copy.Add(name, Of(item));
                return copy;
            case JsonList list:
                var items = new JsonList();
                items.AddRange(list.Select(Of));
                return items;
            case BigDecimal number: return Of(number);
            default: return value;
        }
    }

    private static object Of(BigDecimal number) => JsonNumbers.Plain(number) ?? throw new ChatValueException(
        $"The answer contains the number {SafeText.Excerpt(number.ToString(), 100)}, which no .NET type represents exactly. "
        + "Request it as a string, or with fewer digits.");
}
