using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>The displayed text of an object. It is the server's exact text: make it safe before you write it.</summary>
internal static class ShownText
{
    /// <summary>The properties whose text represents an object without a text of its own.</summary>
    private static readonly string[] Names = [nameof(ChatModel.Id), nameof(ChatProvider.Name), nameof(ChatJournalSummary.Path)];

    /// <summary>The text of one of the module's objects, or of its deserialized form.</summary>
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
            PSObject returned => DeserializedText(returned),
            _ => shown.ToString() ?? "",
        };
    }

    /// <summary>The text of an answer; if there are several choices, each with its number.</summary>
    public static string Of(ChatCompletion answer) => answer.Choices.Count == 1
        ? Of(answer.Choices[0].Message)
        : string.Join("\n\n", answer.Choices.Select(static choice => $"{ChoicePrinter.LabelOf(choice.Index)}{Of(choice.Message)}"));

    /// <summary>The text, the refusal and the tool calls of a message, each on separate lines.</summary>
    public static string Of(ChatMessage message)
    {
        var pieces = new List<string?> { Text(message), message.Refusal };
        if (message.ToolCalls is not null) pieces.AddRange(message.ToolCalls.Select(static call => call.ToString()));
        return string.Join('\n', pieces.Where(static piece => !string.IsNullOrEmpty(piece)));
    }

    /// <summary>
    /// The text of a message. Other content, such as images, is shown only by its kind, because its data would fill the screen.
    /// </summary>
    public static string Text(ChatMessage message)
    {
        if (message.Parts is not null && ContentParts.HasOther(message.Parts)) return ContentParts.Outline(message.Parts);
        return message.Content ?? message.Audio?["transcript"] as string ?? "";
    }

    /// <summary>The text of a deserialized object without a type of its own: its original text, or one of its properties.</summary>
    private static string DeserializedText(PSObject item) =>
        CellText.OwnText(item) ?? Names.Select(name => PropertyText.Of(item, name)).FirstOrDefault(static text => text is not null) ?? "";
}
