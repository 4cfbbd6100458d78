namespace ChatCompletions.Commands;

/// <summary>Prints answers, choices and messages that are there as a whole.</summary>
internal sealed class WholePrinter(HostText host)
{
    /// <summary>Prints an answer: each of its choices, and a line about it.</summary>
    public void Print(ChatCompletion answer)
    {
        Print(answer.Choices);
        host.WriteLine(AnswerSummary.Of(answer), isDim: true);
    }

    /// <summary>Prints the choices of one answer, with their numbers where there are several.</summary>
    public void Print(IReadOnlyList<ChatChoice> choices)
    {
        host.BeginItem();
        for (var i = 0; i < choices.Count; i++)
        {
            if (i > 0) host.WriteLine();
            new ChoicePrinter(host, choices.Count > 1 ? ChoicePrinter.LabelOf(choices[i].Index) : null).Print(choices[i].Message);
        }
    }

    /// <summary>Prints a message of a conversation under the one who speaks.</summary>
    public void Print(ChatMessage message)
    {
        host.BeginItem();
        var name = message.Name ?? message.ToolCallId;
        var speaker = SafeText.Label(message.Role);
        host.WriteLine(name is null ? $"{speaker}:" : $"{speaker} ({SafeText.Label(name)}):", isDim: true);
        new ChoicePrinter(host, null).Print(message);
    }
}
