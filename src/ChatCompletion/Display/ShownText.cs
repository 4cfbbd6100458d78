using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The text that is shown of an object. It is the server's words as they are: to be made safe before it is written.</summary>
internal static class ShownText
{
    /// <summary>The properties whose text stands for an object that has none of its own.</summary>
    private static readonly string[] Names = [nameof(ChatModel.Id), nameof(ChatProvider.Name), nameof(ChatJournalSummary.Path)];

    /// <summary>The text of one of our objects, also of one that comes back from a file or a job.</summary>
    public static string Of(PSObject? item)
    {
        if (!AnswerReviver.TryRevive(item, out var revived, out var damage))
            return PropertyText.Of(item, nameof(ChatMessage.Content)) is { Length: > 0 } text ? text : damage;
        var shown = revived ?? PlainValue.Unwrap(item);
        return shown switch
        {
            ChatCompletion answer => Of(answer),
            ChatChoice choice => Of(choice.Message),
            ChatMessage message => Of(message),
            ChatCompletionChunk chunk => chunk.Content,
            ChatException failure => failure.Message,
            ChatProvider provider => provider.Name,
            ChatJournalSummary summary => summary.Path ?? "",
            null => "",
            PSObject returned => Returned(returned),
            _ => shown.ToString() ?? "",
        };
    }

    /// <summary>The text of an answer; of several choices each with its number.</summary>
    public static string Of(ChatCompletion answer) => answer.Choices.Count == 1
        ? Of(answer.Choices[0].Message)
        : string.Join("\n\n", answer.Choices.Select(static choice => $"{ChoicePrinter.LabelOf(choice.Index)}{Of(choice.Message)}"));

    /// <summary>The text, the refusal and the tool calls of a message, each on lines of its own.</summary>
    public static string Of(ChatMessage message)
    {
        var pieces = new List<string?> { Text(message), message.Refusal };
        if (message.ToolCalls is not null) pieces.AddRange(message.ToolCalls.Select(static call => call.ToString()));
        return string.Join('\n', pieces.Where(static piece => !string.IsNullOrEmpty(piece)));
    }

    /// <summary>The text of a message. What it holds besides, such as pictures, is named by its kind: its data would fill the screen.</summary>
    public static string Text(ChatMessage message)
    {
        if (message.Parts is not null && ContentParts.HasOther(message.Parts)) return ContentParts.Outline(message.Parts);
        return message.Content ?? message.Audio?["transcript"] as string ?? "";
    }

    /// <summary>The text of what has no type here any more: what it said of itself, or one of its properties.</summary>
    private static string Returned(PSObject item) =>
        CellText.OwnText(item) ?? Names.Select(name => PropertyText.Of(item, name)).FirstOrDefault(static text => text is not null) ?? "";
}
