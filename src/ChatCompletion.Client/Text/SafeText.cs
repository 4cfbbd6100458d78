using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ChatCompletions;

/// <summary>Makes text from a server safe to show: it can carry terminal escapes that move the cursor, hide text or write to the clipboard.</summary>
public static class SafeText
{
    /// <summary>The length of a name or another label, unless the caller says otherwise.</summary>
    internal const int MaxLabel = 100;

    private const string Mark = "…";

    /// <summary>Marks that only hint at a direction. They have no width and change nothing by themselves, so a text reads the same without them.</summary>
    private const string Hints = "\u061C\u200E\u200F";

    /// <summary>Embeddings, overrides and isolates, which can make text read differently from what it is.</summary>
    private const string Turns = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(char.IsControl).Except("\t\n"), .. Hints, .. Turns]);

    /// <summary>
    /// Replaces each control character except tab and line feed by a visible stand-in (ESC by ␛), and so each character that turns the
    /// direction of text. Marks that only hint at a direction, and carriage returns before a line feed, are left out.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same text, safe to write to a terminal.</returns>
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
            if (!isLineEnd && !Hints.Contains(rest[next], StringComparison.Ordinal)) safe.Append(StandIn(rest[next]));
            rest = rest[(next + 1)..];
        }
        return safe.Append(rest).ToString();
    }

    /// <summary>
    /// The same for an id, the name of a model, or another short text that a program made: such a text is one line, so tab and line feed
    /// are made visible, too.
    /// </summary>
    /// <returns>The same text object where nothing is replaced.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? NeutraliseName(string? text) =>
        text is null ? null : Neutralise(text).Replace('\t', StandIn('\t')).Replace('\n', StandIn('\n'));

    /// <summary>Whether text has no character that <see cref="Neutralise"/> replaces or leaves out.</summary>
    internal static bool IsSafe(string text) => !text.AsSpan().ContainsAny(Unsafe);

    /// <summary>Makes a text safe and cuts it to a length that can be read; what is cut says how long it was.</summary>
    internal static string Excerpt(string? text, int length)
    {
        var safe = Neutralise(text?.Trim());
        return safe.Length <= length ? safe : string.Create(CultureInfo.InvariantCulture, $"{Start(safe, length)}{Mark} ({safe.Length} characters)");
    }

    /// <summary>Ends a server's message with a full stop, so that another sentence can follow.</summary>
    internal static string Sentence(string message) =>
        message.TrimEnd() is [.., not ('.' or '!' or '?' or '…')] text ? text + "." : message.TrimEnd();

    /// <summary>Makes one short line of a text: a name, or what stands for a text in a line of its own. What is cut ends in a mark.</summary>
    internal static string Label(string? text, int length = MaxLabel)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var start = text.Length <= length ? text : $"{Start(text, length)}{Mark}";
        return Neutralise(start.ReplaceLineEndings(" ").Replace('\t', ' '));
    }

    /// <summary>The first characters of a longer text, without half a surrogate pair at their end.</summary>
    private static ReadOnlySpan<char> Start(string text, int length) => text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static char StandIn(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\u007F' => '\u2421',
        _ => '\uFFFD',
    };
}
