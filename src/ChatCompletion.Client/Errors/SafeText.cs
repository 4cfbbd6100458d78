using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>Makes text from a server safe to show: it can carry terminal escapes that move the cursor, hide text or write to the clipboard.</summary>
public static class SafeText
{
    /// <summary>
    /// Replaces each control character except tab and line feed by a visible stand-in (ESC by ␛); marks that change the direction of text
    /// are replaced too. Carriage returns before a line feed are dropped.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same text, safe to write to a terminal.</returns>
    public static string Neutralise(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        StringBuilder? safe = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!IsUnsafe(c))
            {
                safe?.Append(c);
                continue;
            }
            safe ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            safe.Append(StandIn(c));
        }
        return safe?.ToString() ?? text;
    }

    /// <summary>Cuts a text to a length that can be read, and makes it safe.</summary>
    internal static string Excerpt(string? text, int length)
    {
        var safe = Neutralise(text?.Trim());
        return safe.Length <= length ? safe : string.Create(CultureInfo.InvariantCulture, $"{safe[..length]}… ({safe.Length} characters)");
    }

    /// <summary>Ends a server's message with a full stop, so that another sentence can follow.</summary>
    internal static string Sentence(string message) =>
        message.TrimEnd() is [.., not ('.' or '!' or '?' or '…')] text ? text + "." : message.TrimEnd();

    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c is not ('\t' or '\n')) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';

    private static char StandIn(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\u007F' => '\u2421',
        _ => '\uFFFD',
    };
}
