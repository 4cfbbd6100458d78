namespace ChatCompletions;

/// <summary>
/// Checks that each tool call of the assistant has a result before the conversation continues; otherwise providers reject the request.
/// </summary>
internal sealed class ToolResultRules
{
    private readonly List<(string Id, string? Name)> _open = [];

    /// <summary>Checks the next message of the conversation.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="ChatRequestException">An earlier tool call has no result.</exception>
    public void Add(in MessageParts message)
    {
        if (message.Role != ChatRole.Tool) End();
        else if (_open.Count > 0) Close(message.ToolCallId);
        // Calls without ids, as some servers send them, cannot be matched with results.
        foreach (var call in message.ToolCalls)
            if (!string.IsNullOrEmpty(call.Id)) _open.Add((call.Id, call.Name));
    }

    /// <summary>Checks that no tool call is without a result.</summary>
    /// <exception cref="ChatRequestException">A tool call has no result.</exception>
    public void End()
    {
        if (_open.Count == 0) return;
        var missing = string.Join(", ", _open.Take(5).Select(
            static call => $"{SafeText.Excerpt(call.Id, 64)} ({SafeText.Excerpt(call.Name, 64)})"));
        throw new ChatRequestException(
            "Messages",
            $"The conversation contains tool calls without a result: {missing}. "
            + "Add the result of each after the answer that made the calls: "
            + $"New-ChatMessage -Role tool -ToolCallId {SafeText.Excerpt(_open[0].Id, 64)} -Content '…'.");
    }

    private void Close(string? id) => _open.RemoveAll(call => call.Id == id);
}
