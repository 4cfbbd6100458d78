using System.Text;

namespace ChatCompletions.Commands;

/// <summary>
/// Breaks very long lines of text in a view. In most cultures, PowerShell needs quadratic time to wrap a line: half a million characters
/// without a line break took seconds.
/// </summary>
internal static class LongLines
{
    /// <summary>The maximum number of characters in a line.</summary>
    public const int Max = 8192;

    /// <summary>How many characters before the limit are searched for a space.</summary>
    private const int Reach = 200;

    /// <summary>Adds line breaks to long lines: after a space if possible, and never within a surrogate pair.</summary>
    public static string Break(string text)
    {
        if (text.Length <= Max) return text;
        var broken = new StringBuilder(text.Length + text.Length / Max + 1);
        for (var rest = text.AsSpan(); ;)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            while (line.Length > Max)
            {
                var length = LengthOfRow(line);
                broken.Append(line[..length]).Append('\n');
                line = line[length..];
            }
            broken.Append(line);
            if (end < 0) return broken.ToString();
            broken.Append('\n');
            rest = rest[(end + 1)..];
        }
    }

    private static int LengthOfRow(ReadOnlySpan<char> line)
    {
        var space = line[(Max - Reach)..Max].LastIndexOfAny(' ', '\t');
        if (space >= 0) return Max - Reach + space + 1;
        return char.IsHighSurrogate(line[Max - 1]) ? Max - 1 : Max;
    }
}
