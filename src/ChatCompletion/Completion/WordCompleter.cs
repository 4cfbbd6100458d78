using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace ChatCompletions.Commands;

/// <summary>Completes an argument from a list of words. It contacts no server and no vault, and never throws.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>Longer words are not names that a user picks from a list.</summary>
    private const int MaxLength = 500;

    private static readonly UnicodeCategory[] Invisible =
    [
        UnicodeCategory.Control,
        UnicodeCategory.Format,
        UnicodeCategory.LineSeparator,
        UnicodeCategory.ParagraphSeparator,
        UnicodeCategory.OtherNotAssigned,
    ];

    /// <summary>The words.</summary>
    /// <param name="given">The call's other parameters that are already known.</param>
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
            // The call itself reports an unknown or damaged provider; Tab offers nothing.
            return [];
        }
    }

    /// <summary>
    /// Whether a word can be inserted into a command line and is displayed faithfully: it has no line breaks, control characters,
    /// characters that change the text direction, or invisible characters.
    /// </summary>
    internal static bool IsFit(string word) => word.Length is > 0 and <= MaxLength && word.EnumerateRunes().All(static rune =>
        rune != Rune.ReplacementChar && !Invisible.Contains(Rune.GetUnicodeCategory(rune)));

    /// <summary>Quotes a word that PowerShell would not parse as a plain word.</summary>
    private static string Quote(string word) =>
        char.IsAsciiLetterOrDigit(word[0])
        && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:+@".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}
