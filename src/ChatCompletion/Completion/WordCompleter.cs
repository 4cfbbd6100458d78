using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace ChatCompletions.Commands;

/// <summary>Completes an argument from a list of words. It asks no server and no vault, and never fails.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>Longer ones are no names that anybody picks from a list.</summary>
    private const int MaxLength = 500;

    private static readonly UnicodeCategory[] Unseen =
    [
        UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator, UnicodeCategory.OtherNotAssigned,
    ];

    /// <summary>The words.</summary>
    /// <param name="given">The call's other parameters, as far as they are known.</param>
    protected abstract IEnumerable<string> Words(IDictionary given);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var start = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            return [.. Words(fakeBoundParameters)
                .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase) && IsFit(word))
                .Select(static word => new CompletionResult(Quote(word), SafeText.Label(word), CompletionResultType.ParameterValue, word))];
        }
        catch (ChatException)
        {
            // A provider that is unknown or damaged is told of when it is asked; Tab just has nothing to offer.
            return [];
        }
    }

    /// <summary>
    /// Whether a word can be put into a command line, and seen there as it is: it has no line break, no character that steers a terminal or
    /// turns the direction of text, and none that has no shape.
    /// </summary>
    internal static bool IsFit(string word) => word.Length is > 0 and <= MaxLength && word.EnumerateRunes().All(static rune =>
        rune != Rune.ReplacementChar && !Unseen.Contains(Rune.GetUnicodeCategory(rune)));

    /// <summary>A word that PowerShell would take for more than a word is put in quotes.</summary>
    private static string Quote(string word) =>
        char.IsAsciiLetterOrDigit(word[0]) && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:+@".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}
