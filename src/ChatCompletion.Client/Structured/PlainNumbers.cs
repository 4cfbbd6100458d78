namespace ChatCompletions;

/// <summary>Gives numbers that were read exactly the types of .NET.</summary>
internal static class PlainNumbers
{
    /// <summary>A value in which every number is a long, a double, a decimal or a big integer, without any loss.</summary>
    /// <exception cref="ChatValueException">One of them holds more digits than any of these types.</exception>
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
        $"The answer holds the number {SafeText.Excerpt(number.ToString(), 100)}, which no number type holds exactly. "
        + "Ask for it as a string, or for fewer digits.");
}
