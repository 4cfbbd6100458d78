using System.Globalization;

namespace ChatCompletions.Commands;

/// <summary>
/// Prints one choice of an answer: first the reasoning, dimmed; then, separated by a blank line, the text, the refusal and the tool
/// calls.
/// </summary>
internal sealed class ChoicePrinter(HostText host, string? label)
{
    private SafeTextPieces _pieces;
    private Part _part;
    private bool _isLabelled;

    private enum Part
    {
        None,
        Reasoning,
        Content,
        Refusal,
        ToolCall,
    }

    /// <summary>The label before the text of one of several choices.</summary>
    public static string LabelOf(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}] ");

    /// <summary>Prints the content of a chunk.</summary>
    public void Print(ChatCompletionChunk chunk)
    {
        Print(Part.Reasoning, chunk.ReasoningContent);
        Print(Part.Content, chunk.Content);
        Print(Part.Refusal, chunk.Refusal);
    }

    /// <summary>Prints a whole message.</summary>
    public void Print(ChatMessage message)
    {
        Print(Part.Reasoning, message.ReasoningContent);
        Print(Part.Content, ShownText.Text(message));
        Print(Part.Refusal, message.Refusal);
        End(message.ToolCalls);
    }

    /// <summary>Ends the choice with its tool calls, which are readable only when complete.</summary>
    public void End(IEnumerable<ChatToolCall>? calls)
    {
        foreach (var call in calls ?? [])
        {
            Print(Part.ToolCall, call.ToString());
            EndPart();
        }
        Label();
        EndPart();
    }

    private void Print(Part part, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (part != _part)
        {
            EndPart();
            if (_part != Part.None) host.WriteLine();
            Label();
            _part = part;
        }
        host.Write(_pieces.Add(text), part == Part.Reasoning);
    }

    private void EndPart()
    {
        host.Write(_pieces.End(), _part == Part.Reasoning);
        host.EndLine();
    }

    private void Label()
    {
        if (_isLabelled || label is null) return;
        host.Write(label, isDim: true);
        _isLabelled = true;
    }
}
