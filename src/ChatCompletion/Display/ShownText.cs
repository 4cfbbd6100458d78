namespace ChatCompletions.Commands;

/// <summary>What is shown of a message. It is the server's words as they are: to be made safe before it is written.</summary>
internal static class ShownText
{
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
}
