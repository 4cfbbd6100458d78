using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Objects and lists in the views: the beginning of their JSON in one line, safe for a terminal.</summary>
public static class DisplayDetails
{
    /// <summary>Fields that have no property in the module.</summary>
    [Extends(
        typeof(ChatCompletionChunk), typeof(ChatChoice), typeof(ChatMessage), typeof(ChatToolCall), typeof(ChatModel), typeof(ChatUsage),
        typeof(PromptTokensDetails), typeof(CompletionTokensDetails), typeof(ChatLogProbs), typeof(ChatTokenLogProb))]
    public static string DisplayAdditionalProperties(PSObject item) => PropertyText.Json(item, nameof(ChatMessage.AdditionalProperties));

    /// <summary>The details of the prompt's tokens.</summary>
    [Extends(typeof(ChatUsage))]
    public static string DisplayPromptTokensDetails(PSObject item) => PropertyText.Json(item, nameof(ChatUsage.PromptTokensDetails));

    /// <summary>The details of the completion's tokens.</summary>
    [Extends(typeof(ChatUsage))]
    public static string DisplayCompletionTokensDetails(PSObject item) =>
        PropertyText.Json(item, nameof(ChatUsage.CompletionTokensDetails));

    /// <summary>The value of a choice.</summary>
    [Extends(typeof(ChatChoice))]
    public static string DisplayValue(PSObject item) => PropertyText.Json(item, nameof(ChatChoice.Value));

    /// <summary>The log probabilities of a choice.</summary>
    [Extends(typeof(ChatChoice))]
    public static string DisplayLogProbs(PSObject item) => PropertyText.Json(item, nameof(ChatChoice.LogProbs));

    /// <summary>The log probabilities of an answer's tokens.</summary>
    [Extends(typeof(ChatLogProbs))]
    public static string DisplayContent(PSObject item) => PropertyText.Json(item, nameof(ChatLogProbs.Content));

    /// <summary>The log probabilities of a refusal's tokens.</summary>
    [Extends(typeof(ChatLogProbs))]
    public static string DisplayRefusal(PSObject item) => PropertyText.Json(item, nameof(ChatLogProbs.Refusal));

    /// <summary>The most likely tokens at a token's position.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static string DisplayTopLogProbs(PSObject item) => PropertyText.Json(item, nameof(ChatTokenLogProb.TopLogProbs));

    /// <summary>The bytes of a token.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static string DisplayBytes(PSObject item) => PropertyText.Json(item, nameof(ChatTokenLogProb.Bytes));

    /// <summary>The sources that a message cites.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayAnnotations(PSObject item) => PropertyText.Json(item, nameof(ChatMessage.Annotations));

    /// <summary>A spoken answer.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayAudio(PSObject item) => PropertyText.Json(item, nameof(ChatMessage.Audio));

    /// <summary>The body of the request.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayRequest(PSObject item) => PropertyText.Json(item, nameof(ChatJournalEntry.Request));
}
