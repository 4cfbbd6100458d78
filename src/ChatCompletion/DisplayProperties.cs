using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The text that the views show, safe for a terminal. It is attached to the objects, hidden.</summary>
public static class DisplayProperties
{
    /// <summary>The text of an answer, message or chunk, or of the arguments of a tool call; of an error what arrived before it.</summary>
    [Extends(typeof(ChatCompletionChunk), typeof(ChatCompletion), typeof(ChatException), typeof(ChatChoice), typeof(ChatMessage), typeof(ChatToolCall))]
    public static string DisplayText(PSObject item) => Shown(item) switch
    {
        ChatCompletionChunk chunk => Chunk(chunk),
        ChatCompletion answer => Safe(Choices(answer)),
        ChatException failure => Safe(failure.Completion is null ? null : Choices(failure.Completion)),
        ChatChoice choice => Safe(ShownText.Of(choice.Message)),
        ChatMessage message => Safe(ShownText.Of(message)),
        _ => Safe(PropertyText.Of(item, nameof(ChatToolCall.Arguments))),
    };

    /// <summary>The id of a model or tool call.</summary>
    [Extends(typeof(ChatModel), typeof(ChatToolCall))]
    public static string DisplayId(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatModel.Id)));

    /// <summary>The name of a message's speaker, or of a tool.</summary>
    [Extends(typeof(ChatMessage), typeof(ChatToolCall))]
    public static string DisplayName(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatMessage.Name)));

    /// <summary>The role of a message.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayRole(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatMessage.Role)));

    /// <summary>Who owns a model.</summary>
    [Extends(typeof(ChatModel))]
    public static string DisplayOwner(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatModel.OwnedBy)));

    /// <summary>Which model answered.</summary>
    [Extends(typeof(ChatCompletion))]
    public static string DisplayModel(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatCompletion.Model)));

    /// <summary>Why an answer, a chunk or a choice ended.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatChoice))]
    public static string DisplayFinish(PSObject item) => Safe(PropertyText.Of(item, nameof(ChatChoice.FinishReason)));

    /// <summary>What the tokens of a question were.</summary>
    [Extends(typeof(ChatUsage))]
    public static string DisplayPrompt(PSObject item) => Safe((item?.BaseObject as ChatUsage)?.PromptTokensDetails?.ToString());

    /// <summary>What the tokens of an answer were.</summary>
    [Extends(typeof(ChatUsage))]
    public static string DisplayCompletion(PSObject item) => Safe((item?.BaseObject as ChatUsage)?.CompletionTokensDetails?.ToString());

    /// <summary>What a server tells of tokens besides.</summary>
    [Extends(typeof(ChatUsage), typeof(PromptTokensDetails), typeof(CompletionTokensDetails))]
    public static string DisplayMore(PSObject item) => Safe(item?.BaseObject switch
    {
        ChatUsage usage => usage.AdditionalProperties,
        PromptTokensDetails details => details.AdditionalProperties,
        CompletionTokensDetails details => details.AdditionalProperties,
        _ => null,
    } is { } more ? more.ToString() : null);

    /// <summary>The cause of an error, in its own words.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayCause(PSObject item) => Safe((item?.BaseObject as ChatException)?.InnerException?.Message);

    /// <summary>One line about an answer, dimmed: who answered, how it ended, tokens and time. PowerShell drops the colour where there is none.</summary>
    [Extends(typeof(ChatCompletion))]
    public static string DisplaySummary(PSObject item) => Shown(item) is ChatCompletion answer ? Dim(AnswerSummary.Of(answer)) : "";

    /// <summary>The object itself, or what it was before it went through a file or a job.</summary>
    private static object? Shown(PSObject item) => AnswerReviver.Revive(item) ?? item?.BaseObject;

    private static string Choices(ChatCompletion answer) => answer.Choices.Count == 1
        ? ShownText.Of(answer.Choices[0].Message)
        : string.Join("\n\n", answer.Choices.Select(static choice => $"{ChoicePrinter.LabelOf(choice.Index)}{ShownText.Of(choice.Message)}"));

    /// <summary>What a chunk brings, whatever it is; what is not the answer's text stands back.</summary>
    private static string Chunk(ChatCompletionChunk chunk)
    {
        IEnumerable<string> calls = chunk.ToolCalls is null ? [] : chunk.ToolCalls.Select(static call => call.Name + call.Arguments);
        var besides = string.Join(' ', calls.Prepend(chunk.ReasoningContent).Where(static text => !string.IsNullOrEmpty(text)));
        return (besides.Length == 0 ? "" : Dim(Safe(besides))) + Safe(chunk.Content) + Safe(chunk.Refusal);
    }

    private static string Dim(string text) => $"{HostColour.Dim}{text}{HostColour.Reset}";

    private static string Safe(string? text) => SafeText.Neutralise(text);
}
