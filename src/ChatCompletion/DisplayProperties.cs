using System.Globalization;
using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The text that the views show, safe for a terminal. The types file attaches it to the objects, hidden.</summary>
public static class DisplayProperties
{
    private const string Dim = "\u001b[2m";
    private const string Reset = "\u001b[0m";

    /// <summary>The text of an answer, message or chunk.</summary>
    public static string Text(PSObject item) => SafeText.Neutralise(item?.BaseObject switch
    {
        ChatCompletion answer => Choices(answer),
        ChatChoice choice => Choice(choice),
        ChatToolCall call => call.Arguments,
        ChatMessage { Parts: { } parts } when ContentParts.HasOther(parts) => ContentParts.Outline(parts),
        ChatMessage message => message.Content ?? message.ToolCalls?.ToString(),
        var other => other?.ToString(),
    });

    /// <summary>The id of a model or tool call.</summary>
    public static string Id(PSObject item) => SafeText.Neutralise(item?.BaseObject switch { ChatModel model => model.Id, ChatToolCall call => call.Id, _ => null });

    /// <summary>The name of a message's speaker, or of a tool.</summary>
    public static string Name(PSObject item) => SafeText.Neutralise(item?.BaseObject switch { ChatMessage message => message.Name, ChatToolCall call => call.Name, _ => null });

    /// <summary>The role of a message.</summary>
    public static string Role(PSObject item) => SafeText.Neutralise((item?.BaseObject as ChatMessage)?.Role);

    /// <summary>Who owns a model.</summary>
    public static string Owner(PSObject item) => SafeText.Neutralise((item?.BaseObject as ChatModel)?.OwnedBy);

    /// <summary>Why a chunk or a choice ended.</summary>
    public static string Finish(PSObject item) =>
        SafeText.Neutralise(item?.BaseObject switch { ChatCompletionChunk chunk => chunk.FinishReason, ChatChoice choice => choice.FinishReason, _ => null });

    /// <summary>One line about an answer, dimmed: who answered, how it ended, tokens and time. PowerShell drops the colour where there is none.</summary>
    public static string Summary(PSObject item)
    {
        if (item?.BaseObject is not ChatCompletion answer) return "";
        var parts = new List<string?> { $"{answer.Provider}/{answer.Model}", answer.FinishReason };
        if (!answer.Complete) parts.Add("incomplete");
        if (answer.PromptTokens is not null || answer.CompletionTokens is not null)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{answer.PromptTokens} + {answer.CompletionTokens} tokens"));
        if (answer.Duration is { } seconds) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"));
        if (answer.Attempts > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{answer.Attempts} attempts"));
        return $"{Dim}{SafeText.Neutralise(string.Join(" · ", parts.Where(static part => !string.IsNullOrEmpty(part))))}{Reset}";
    }

    private static string Choices(ChatCompletion answer) => answer.Choices.Count == 1
        ? Choice(answer.Choices[0])
        : string.Join("\n\n", answer.Choices.Select(static choice => string.Create(CultureInfo.InvariantCulture, $"[{choice.Index}] {Choice(choice)}")));

    private static string Choice(ChatChoice choice)
    {
        var message = choice.Message;
        if (!string.IsNullOrEmpty(message.Content)) return message.Content;
        return message.Refusal ?? (message.ToolCalls is null ? "" : string.Join("\n", message.ToolCalls));
    }
}
