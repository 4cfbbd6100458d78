using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Complete texts in the views, safe for a terminal. They are hidden properties of the objects.</summary>
public static class DisplayTexts
{
    /// <summary>Longer text is not dimmed, because PowerShell wraps coloured text slowly.</summary>
    private const int MaxDim = 4096;

    /// <summary>An object's text.</summary>
    [Extends(
        typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatChoice), typeof(ChatMessage), typeof(ChatToolCall),
        typeof(ChatModel), typeof(ChatProvider), typeof(ChatUsage), typeof(PromptTokensDetails), typeof(CompletionTokensDetails),
        typeof(ChatLogProbs), typeof(ChatTokenLogProb), typeof(ChatException), typeof(ChatJournalEntry), typeof(ChatJournalSummary))]
    public static string DisplayText(PSObject item) =>
        AnswerReviver.TryRevive(item, out var shown, out _) && shown is ChatCompletionChunk chunk
            ? Chunk(chunk)
            : PropertyText.Text(ShownText.Of(item));

    /// <summary>An answer at the prompt: its text, and a dimmed summary line.</summary>
    [Extends(typeof(ChatCompletion))]
    public static string DisplayAnswer(PSObject item)
    {
        var text = DisplayText(item);
        var isWhole = AnswerReviver.TryRevive(item, out var shown, out var damage);
        var about = isWhole ? shown is ChatCompletion answer ? AnswerSummary.Of(answer) : "" : damage!;
        if (about.Length == 0 || text == about) return text;
        return text.Length == 0 ? Dim(about) : $"{text}\n{Dim(about)}";
    }

    /// <summary>The arguments of a tool call.</summary>
    [Extends(typeof(ChatToolCall))]
    public static string DisplayArguments(PSObject item) => PropertyText.Text(item, nameof(ChatToolCall.Arguments));

    /// <summary>The model's reasoning.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayReasoningContent(PSObject item) => PropertyText.Text(item, nameof(ChatMessage.ReasoningContent));

    /// <summary>The error of an answer or a call.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static string DisplayError(PSObject item) => PropertyText.Text(item, nameof(ChatCompletion.Error));

    /// <summary>The message of an error.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayMessage(PSObject item) => PropertyText.Text(item, nameof(ChatException.Message));

    /// <summary>The advice for an error.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayAdvice(PSObject item) => PropertyText.Text(item, nameof(ChatException.Advice));

    /// <summary>The server's response that is not an answer.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayBody(PSObject item) => PropertyText.Text(item, nameof(ChatException.Body));

    /// <summary>The whole answer of a stream, or the part of an answer that arrived before an error.</summary>
    [Extends(typeof(ChatException), typeof(ChatCompletionChunk))]
    public static string DisplayCompletion(PSObject item) => item?.Properties[nameof(ChatException.Completion)]?.Value is { } answer
        ? PropertyText.Text(ShownText.Of(PSObject.AsPSObject(answer)))
        : "";

    /// <summary>The message of an error's cause.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayInnerException(PSObject item) =>
        PropertyText.Text((item?.BaseObject as ChatException)?.InnerException?.Message);

    /// <summary>The content of a chunk; everything except the answer's text is dimmed.</summary>
    private static string Chunk(ChatCompletionChunk chunk)
    {
        IEnumerable<string> calls = chunk.ToolCalls is null ? [] : chunk.ToolCalls.Select(static call => call.Name + call.Arguments);
        var besides = string.Join(' ', calls.Prepend(chunk.ReasoningContent).Where(static text => !string.IsNullOrEmpty(text)));
        var answer = SafeText.Neutralise(chunk.Content) + SafeText.Neutralise(chunk.Refusal);
        return LongLines.Break(besides.Length == 0 ? answer : Dim(SafeText.Neutralise(besides)) + answer);
    }

    private static string Dim(string text) => text.Length > MaxDim ? text : $"{HostColour.Dim}{text}{HostColour.Reset}";
}
