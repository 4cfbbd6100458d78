namespace ChatCompletions.Commands;

/// <summary>Prints answers and messages that are there as a whole.</summary>
internal sealed class WholePrinter(HostText host)
{
    /// <summary>Prints an answer: each of its choices, and a line about it.</summary>
    public void Print(ChatCompletion answer)
    {
        host.BeginItem();
        for (var i = 0; i < answer.Choices.Count; i++)
        {
            var choice = answer.Choices[i];
            if (i > 0) host.WriteLine();
            new ChoicePrinter(host, answer.Choices.Count > 1 ? ChoicePrinter.LabelOf(choice.Index) : null).Print(choice.Message);
        }
        host.WriteLine(AnswerSummary.Of(answer), isDim: true);
    }

    /// <summary>Prints a message of a conversation under the one who speaks.</summary>
    public void Print(ChatMessage message)
    {
        host.BeginItem();
        var name = message.Name ?? message.ToolCallId;
        host.WriteLine(SafeText.Neutralise(name is null ? $"{message.Role}:" : $"{message.Role} ({name}):").ReplaceLineEndings(" "), isDim: true);
        new ChoicePrinter(host, null).Print(message);
    }
}
