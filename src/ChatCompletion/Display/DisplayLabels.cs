using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Names and other short texts in the views: one line, shortened if it is long, safe for a terminal.</summary>
public static class DisplayLabels
{
    /// <summary>The beginning of an object's text.</summary>
    [Extends(
        typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatChoice), typeof(ChatMessage), typeof(ChatToolCall),
        typeof(ChatModel), typeof(ChatProvider), typeof(ChatUsage), typeof(PromptTokensDetails), typeof(CompletionTokensDetails),
        typeof(ChatLogProbs), typeof(ChatTokenLogProb), typeof(ChatException), typeof(ChatJournalEntry), typeof(ChatJournalSummary))]
    public static string DisplayLine(PSObject item) => PropertyText.Label(ShownText.Of(item));

    /// <summary>The model of an answer, a call or a provider.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatJournalEntry), typeof(ChatException), typeof(ChatProvider))]
    public static string DisplayModel(PSObject item) => PropertyText.Label(item, nameof(ChatCompletion.Model));

    /// <summary>The provider of an answer or a model.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatJournalEntry), typeof(ChatException), typeof(ChatModel))]
    public static string DisplayProvider(PSObject item) => PropertyText.Label(item, nameof(ChatCompletion.Provider));

    /// <summary>Why an answer, a chunk or a choice ended.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatChoice), typeof(ChatJournalEntry))]
    public static string DisplayFinishReason(PSObject item) => PropertyText.Label(item, nameof(ChatChoice.FinishReason));

    /// <summary>The role of a message.</summary>
    [Extends(typeof(ChatMessage), typeof(ChatCompletionChunk))]
    public static string DisplayRole(PSObject item) => PropertyText.Label(item, nameof(ChatMessage.Role));

    /// <summary>The name of a message's author, a tool or a provider.</summary>
    [Extends(typeof(ChatMessage), typeof(ChatToolCall), typeof(ChatProvider))]
    public static string DisplayName(PSObject item) => PropertyText.Label(item, nameof(ChatMessage.Name));

    /// <summary>The id of a model, a tool call or an answer.</summary>
    [Extends(typeof(ChatModel), typeof(ChatToolCall), typeof(ChatCompletionChunk))]
    public static string DisplayId(PSObject item) => PropertyText.Label(item, nameof(ChatModel.Id));

    /// <summary>The type of a tool call, a provider or an error.</summary>
    [Extends(typeof(ChatToolCall), typeof(ChatProvider), typeof(ChatException))]
    public static string DisplayType(PSObject item) => PropertyText.Label(item, nameof(ChatToolCall.Type));

    /// <summary>The id of the tool call that a message answers.</summary>
    [Extends(typeof(ChatMessage))]
    public static string DisplayToolCallId(PSObject item) => PropertyText.Label(item, nameof(ChatMessage.ToolCallId));

    /// <summary>The owner of a model.</summary>
    [Extends(typeof(ChatModel))]
    public static string DisplayOwnedBy(PSObject item) => PropertyText.Label(item, nameof(ChatModel.OwnedBy));

    /// <summary>The object type of a model, as the server names it.</summary>
    [Extends(typeof(ChatModel))]
    public static string DisplayObject(PSObject item) => PropertyText.Label(item, nameof(ChatModel.Object));

    /// <summary>The day on which a model was created.</summary>
    [Extends(typeof(ChatModel))]
    public static string DisplayDate(PSObject item) => PropertyText.Time(item, nameof(ChatModel.Created), "0000-00-00".Length);

    /// <summary>When a call was finished, to the second.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayWhen(PSObject item) => PropertyText.Time(item, nameof(ChatJournalEntry.Time), "0000-00-00 00:00:00".Length);

    /// <summary>A token.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static string DisplayToken(PSObject item) => PropertyText.Label(item, nameof(ChatTokenLogProb.Token));

    /// <summary>The server's id of a request.</summary>
    [Extends(typeof(ChatJournalEntry), typeof(ChatException))]
    public static string DisplayRequestId(PSObject item) => PropertyText.Label(item, nameof(ChatJournalEntry.RequestId));

    /// <summary>How a call ended: the name of the error, or the finish reason.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayEnd(PSObject item) => DisplayErrorKind(item) is { Length: > 0 } error ? error : DisplayFinishReason(item);

    /// <summary>The name of an error.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayErrorKind(PSObject item) => PropertyText.Label(item, nameof(ChatJournalEntry.ErrorKind));

    /// <summary>The key that identifies a call.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static string DisplayKey(PSObject item) => PropertyText.Label(item, nameof(ChatJournalEntry.Key));

    /// <summary>The file of a journal, or the position of an invalid value.</summary>
    [Extends(typeof(ChatJournalSummary), typeof(ChatException))]
    public static string DisplayPath(PSObject item) => PropertyText.Label(item, nameof(ChatJournalSummary.Path));

    /// <summary>The server's code for an error.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayCode(PSObject item) => PropertyText.Label(item, nameof(ChatApiException.Code));

    /// <summary>The field of the request that a server names.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayParam(PSObject item) => PropertyText.Label(item, nameof(ChatApiException.Param));

    /// <summary>The invalid parameter.</summary>
    [Extends(typeof(ChatException))]
    public static string DisplayParameter(PSObject item) => PropertyText.Label(item, nameof(ChatRequestException.Parameter));
}
