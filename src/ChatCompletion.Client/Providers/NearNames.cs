namespace ChatCompletions;

/// <summary>Suggests names for a misspelled one. Case is ignored.</summary>
internal static class NearNames
{
    private const int MaxNames = 3;
    private const int MinPart = 3;

    /// <summary>
    /// Finds names with at most one difference per three characters, and names that contain the other or are part of it; the closest
    /// first.
    /// </summary>
    /// <param name="written">The misspelled name.</param>
    /// <param name="names">The existing names.</param>
    public static string[] Find(string written, IEnumerable<string> names) =>
    [
        .. (from name in names
            let distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant())
            where distance <= Math.Max(1, Math.Min(written.Length, name.Length) / 3) || IsPart(written, name) || IsPart(name, written)
            orderby distance
            select name).Take(MaxNames),
    ];

    private static bool IsPart(string part, string whole) =>
        part.Length >= MinPart && whole.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>The Damerau-Levenshtein distance: the number of characters to change, insert, delete or swap with the next.</summary>
    private static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                var isSame = one[i - 1] == other[j - 1];
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }
        return table[one.Length, other.Length];
    }
}
