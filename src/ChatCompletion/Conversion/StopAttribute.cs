using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads stop texts. A single string is a comma-separated list, as the field is documented, or a JSON list. In an array, each item is one
/// text and keeps its commas and spaces. In both, \n, \t and \\ mean a line feed, a tab and a backslash; JSON has its own escapes.
/// </summary>
internal sealed class StopAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Unwrap(inputData) switch
    {
        null => null,
        string text => FromJson(text) ?? Split(text),
        IEnumerable list => list.Cast<object?>().Select(static item => Unescape(Verbatim(item))).ToArray(),
        _ => throw new ArgumentTransformationMetadataException(
            "Stop texts must be a comma-separated string, such as 'END,---', or an array of strings."),
    };

    private static string[] Split(string text)
    {
        var pieces = text.Split(',').Select(static piece => Unescape(piece.Trim(' '))).ToArray();
        if (Array.Exists(pieces, static piece => piece.Length == 0))
            throw new ArgumentTransformationMetadataException(
                "A string is a comma-separated list, and one item of this list is empty. "
                + "To stop at a comma or at spaces, use an array: -Stop @(',').");
        return pieces;
    }

    /// <summary>Reads a JSON list of texts. Other texts in brackets, such as [END] or [1], are stop texts themselves.</summary>
    private static string[]? FromJson(string text)
    {
        var json = text.AsSpan().Trim();
        if (json is not ['[', ..]) return null;
        try
        {
            var list = JsonText.Parse(text) as JsonList;
            return list?.TrueForAll(static item => item is string) == true ? [.. list.Cast<string>()] : null;
        }
        catch (JsonException)
        {
            if (json[1..].TrimStart() is not ['"', ..]) return null;
            throw new ArgumentTransformationMetadataException(
                "The text begins like a JSON list, but is not valid JSON. Use an array: -Stop 'END','---'.");
        }
    }

    private static string Verbatim(object? item) => PlainValue.Unwrap(item) switch
    {
        string text => text,
        char single => single.ToString(),
        var other => throw new ArgumentTransformationMetadataException(
            $"A stop text must be text, but '{SafeText.Label(Convert.ToString(other, CultureInfo.InvariantCulture))}' is not."),
    };

    private static string Unescape(string piece)
    {
        if (!piece.Contains('\\', StringComparison.Ordinal)) return piece;
        var text = new StringBuilder(piece.Length);
        for (var i = 0; i < piece.Length; i++)
        {
            var next = piece[i] == '\\' && i + 1 < piece.Length ? piece[i + 1] : '\0';
            var escaped = next switch { 'n' => '\n', 't' => '\t', '\\' => '\\', _ => '\0' };
            text.Append(escaped == '\0' ? piece[i] : escaped);
            if (escaped != '\0') i++;
        }
        return text.ToString();
    }
}
