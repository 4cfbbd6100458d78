using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ChatCompletions.Commands;

/// <summary>Completes an argument from a list of words. It asks no server and no vault, and never fails.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
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
                .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .Select(static word => new CompletionResult(Quote(word), word, CompletionResultType.ParameterValue, word))];
        }
        catch (ChatException)
        {
            // A provider that is unknown or damaged is told of when it is asked; Tab just has nothing to offer.
            return [];
        }
    }

    /// <summary>A word that PowerShell would take for more than a word is put in quotes.</summary>
    private static string Quote(string word) =>
        char.IsAsciiLetterOrDigit(word[0]) && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:+@".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}
