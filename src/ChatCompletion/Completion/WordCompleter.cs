using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ChatCompletions.Commands;

/// <summary>Completes an argument from a list of words. It asks no server and never fails.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>The words.</summary>
    protected abstract IEnumerable<string> Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var start = (wordToComplete ?? "").Trim('\'', '"');
        foreach (var word in Words)
            if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase)) yield return new CompletionResult(word, word, CompletionResultType.ParameterValue, word);
    }
}
