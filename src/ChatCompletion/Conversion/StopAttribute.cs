using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads stop texts. One string is a list, separated by commas as the field is documented, or in JSON. In an array each item is one
/// text, and keeps its commas and spaces. \n, \t and \\ mean a line end, a tab and a backslash in both; JSON has its own escapes.
/// </summary>
internal sealed class StopAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Unwrap(inputData) switch
    {
        null => null,
        string text => FromJson(text) ?? Split(text),
        IEnumerable list => list.Cast<object?>().Select(static item => Unescape(Verbatim(item))).ToArray(),
        _ => throw new ArgumentTransformationMetadataException("Stop texts are text: one string with commas between, such as 'END,---', or an array."),
    };

    private static string[] Split(string text)
    {
        var pieces = text.Split(',').Select(static piece => Unescape(piece.Trim(' '))).ToArray();
        if (Array.Exists(pieces, static piece => piece.Length == 0))
            throw new ArgumentTransformationMetadataException(
                "One string is a list with commas between, and a piece of this one is empty. To stop at a comma, or at spaces, give an array: -Stop @(',').");
        return pieces;
    }

    /// <summary>Reads a list of texts in JSON. Other texts in brackets, such as [END] or [1], are stop texts themselves.</summary>
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
                "The text begins like a list in JSON, but is not valid JSON. Give an array: -Stop 'END','---'.");
        }
    }

    private static string Verbatim(object? item) => PlainValue.Unwrap(item) switch
    {
        string text => text,
        char single => single.ToString(),
        var other => throw new ArgumentTransformationMetadataException(
            $"Stop texts are text; '{SafeText.Label(Convert.ToString(other, CultureInfo.InvariantCulture))}' is none."),
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
