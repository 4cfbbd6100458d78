using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The texts that the views show, whole, and safe for a terminal. They are attached to the objects, hidden.</summary>
public static class DisplayTexts
{
    /// <summary>Longer text is not dimmed: PowerShell takes long to wrap text with colours.</summary>
    private const int MaxDim = 4096;

    /// <summary>An object's text.</summary>
    [Extends(
        typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatChoice), typeof(ChatMessage), typeof(ChatToolCall), typeof(ChatModel),
        typeof(ChatProvider), typeof(ChatUsage), typeof(PromptTokensDetails), typeof(CompletionTokensDetails), typeof(ChatLogProbs),
        typeof(ChatTokenLogProb), typeof(ChatException), typeof(ChatJournalEntry), typeof(ChatJournalSummary))]
    public static string DisplayText(PSObject item) => AnswerReviver.TryRevive(item, out var shown, out _) && shown is ChatCompletionChunk chunk
        ? Chunk(chunk)
        : PropertyText.Text(ShownText.Of(item));

    /// <summary>An answer as it is shown at the prompt: its text, and one dimmed line about it.</summary>
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

    /// <summary>What the model thought before it answered.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayReasoningContent(PSObject item) => PropertyText.Text(item, nameof(ChatMessage.ReasoningContent));

    /// <summary>What went wrong.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static string DisplayError(PSObject item) => PropertyText.Text(item, nameof(ChatCompletion.Error));

    /// <summary>What happened.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayMessage(PSObject item) => PropertyText.Text(item, nameof(ChatException.Message));

    /// <summary>What to do about an error.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayAdvice(PSObject item) => PropertyText.Text(item, nameof(ChatException.Advice));

    /// <summary>What a server sent in place of an answer.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayBody(PSObject item) => PropertyText.Text(item, nameof(ChatException.Body));

    /// <summary>The whole answer of a stream, or what arrived of an answer before an error.</summary>
    [Extends(typeof(ChatException), typeof(ChatCompletionChunk))]
    public static string DisplayCompletion(PSObject item) => item?.Properties[nameof(ChatException.Completion)]?.Value is { } answer
        ? PropertyText.Text(ShownText.Of(PSObject.AsPSObject(answer)))
        : "";

    /// <summary>The cause of an error, in its own words.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayInnerException(PSObject item) =>
        PropertyText.Text((item?.BaseObject as ChatException)?.InnerException?.Message);

    /// <summary>What a chunk brings, whatever it is; what is not the answer's text stands back.</summary>
    private static string Chunk(ChatCompletionChunk chunk)
    {
        IEnumerable<string> calls = chunk.ToolCalls is null ? [] : chunk.ToolCalls.Select(static call => call.Name + call.Arguments);
        var besides = string.Join(' ', calls.Prepend(chunk.ReasoningContent).Where(static text => !string.IsNullOrEmpty(text)));
        var answer = SafeText.Neutralise(chunk.Content) + SafeText.Neutralise(chunk.Refusal);
        return LongLines.Break(besides.Length == 0 ? answer : Dim(SafeText.Neutralise(besides)) + answer);
    }

    private static string Dim(string text) => text.Length > MaxDim ? text : $"{HostColour.Dim}{text}{HostColour.Reset}";
}
