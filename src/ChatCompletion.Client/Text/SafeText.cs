using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Makes text from a server safe to display. Such text can contain terminal escape sequences that move the cursor, hide text or write to
/// the clipboard.
/// </summary>
public static class SafeText
{
    /// <summary>The default maximum length of a label, in characters.</summary>
    internal const int MaxLabel = 100;

    private const string Mark = "…";

    /// <summary>Invisible direction marks. Removing them does not change how the text reads.</summary>
    private const string DirectionMarks = "\u061C\u200E\u200F";

    /// <summary>Bidirectional embeddings, overrides and isolates. They can make text read differently from its content.</summary>
    private const string DirectionControls = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(char.IsControl).Except("\t\n"),
        .. DirectionMarks, .. DirectionControls,
    ]);

    /// <summary>
    /// Replaces every control character except tab and line feed, and every character that changes the text direction, with a visible
    /// substitute (ESC becomes ␛). Removes direction marks, and carriage returns in front of a line feed.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text, safe to write to a terminal.</returns>
    public static string Neutralise(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var next = text.AsSpan().IndexOfAny(Unsafe);
        if (next < 0) return text;
        var safe = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        for (; next >= 0; next = rest.IndexOfAny(Unsafe))
        {
            safe.Append(rest[..next]);
            var isLineEnd = rest[next] == '\r' && next + 1 < rest.Length && rest[next + 1] == '\n';
            if (!isLineEnd && !DirectionMarks.Contains(rest[next], StringComparison.Ordinal)) safe.Append(StandIn(rest[next]));
            rest = rest[(next + 1)..];
        }
        return safe.Append(rest).ToString();
    }

    /// <summary>
    /// Like <see cref="Neutralise"/>, for an id, a model name or another identifier. These are single lines, so tab and line feed are
    /// made visible too.
    /// </summary>
    /// <returns>The same string instance if nothing is replaced.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? NeutraliseName(string? text) =>
        text is null ? null : Neutralise(text).Replace('\t', StandIn('\t')).Replace('\n', StandIn('\n'));

    /// <summary>Whether <see cref="Neutralise"/> would leave the text unchanged.</summary>
    internal static bool IsSafe(string text) => !text.AsSpan().ContainsAny(Unsafe);

    /// <summary>Makes text safe and truncates it. Truncated text ends with a mark and the full length.</summary>
    internal static string Excerpt(string? text, int length)
    {
        var safe = Neutralise(text?.Trim());
        return safe.Length <= length ? safe
            : string.Create(CultureInfo.InvariantCulture, $"{Start(safe, length)}{Mark} ({safe.Length} characters)");
    }

    /// <summary>Adds a full stop to a server's message if it has no end mark, so that another sentence can follow.</summary>
    internal static string Sentence(string message) =>
        message.TrimEnd() is [.., not ('.' or '!' or '?' or '…')] text ? text + "." : message.TrimEnd();

    /// <summary>Makes a safe single line from text, truncated with a mark. Use it for names and for text inside a message.</summary>
    internal static string Label(string? text, int length = MaxLabel)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var start = text.Length <= length ? text : $"{Start(text, length)}{Mark}";
        return Neutralise(start.ReplaceLineEndings(" ").Replace('\t', ' '));
    }

    /// <summary>The first characters of a longer text. A surrogate pair is never split.</summary>
    private static ReadOnlySpan<char> Start(string text, int length) =>
        text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static char StandIn(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\u007F' => '\u2421',
        _ => '\uFFFD',
    };
}
