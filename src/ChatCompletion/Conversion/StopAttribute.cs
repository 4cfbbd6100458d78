using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads stop texts: one string is a list with commas between, as the field is documented; an array is taken as it is.
/// </summary>
internal sealed class StopAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Unwrap(inputData) switch
    {
        null => null,
        string text => Split(text),
        IEnumerable list => list.Cast<object?>().Select(Verbatim).ToArray(),
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

    private static string Verbatim(object? item) => PlainValue.Unwrap(item) switch
    {
        string text => text,
        char single => single.ToString(),
        var other => throw new ArgumentTransformationMetadataException($"Stop texts are text; '{Convert.ToString(other, CultureInfo.InvariantCulture)}' is none."),
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
