namespace ChatCompletions.Commands;

/// <summary>Prints complete answers, choices and messages.</summary>
internal sealed class WholePrinter(HostText host)
{
    /// <summary>Prints an answer: its choices and its summary line.</summary>
    public void Print(ChatCompletion answer)
    {
        Print(answer.Choices);
        host.WriteLine(AnswerSummary.Of(answer), isDim: true);
    }

    /// <summary>Prints the choices of one answer, with numbers if there are several.</summary>
    public void Print(IReadOnlyList<ChatChoice> choices)
    {
        host.BeginItem();
        for (var i = 0; i < choices.Count; i++)
        {
            if (i > 0) host.WriteLine();
            new ChoicePrinter(host, choices.Count > 1 ? ChoicePrinter.LabelOf(choices[i].Index) : null).Print(choices[i].Message);
        }
    }

    /// <summary>Prints a message of a conversation below its author.</summary>
    public void Print(ChatMessage message)
    {
        host.BeginItem();
        var name = message.Name ?? message.ToolCallId;
        var speaker = SafeText.Label(message.Role);
        host.WriteLine(name is null ? $"{speaker}:" : $"{speaker} ({SafeText.Label(name)}):", isDim: true);
        new ChoicePrinter(host, null).Print(message);
    }
}
