using System.Collections;

namespace ChatCompletions;

/// <summary>
/// Checks that each tool call of the assistant has a result before the conversation continues; otherwise providers reject the request.
/// </summary>
internal sealed class ToolResultRules
{
    private readonly List<(string Id, string? Name)> _open = [];

    /// <summary>Checks the next message of the conversation.</summary>
    /// <param name="message">A <see cref="ChatMessage"/>, or a dictionary from -AdditionalParameters.</param>
    /// <exception cref="ChatRequestException">An earlier tool call has no result.</exception>
    public void Add(object? message)
    {
        var (role, resultOf, calls) = message switch
        {
            ChatMessage own => (own.Role, own.ToolCallId, own.ToolCalls?.Select(static call => (call.Id, call.Name))),
            IDictionary map => (
                map["role"] as string,
                map["tool_call_id"] as string,
                (map["tool_calls"] as IEnumerable)?.OfType<IDictionary>().Select(Read)),
            _ => default,
        };
        if (role != ChatRole.Tool) End();
        else if (_open.Count > 0) Close(resultOf);
        if (calls is null) return;
        // Calls without ids, as some servers send them, cannot be matched with results.
        foreach (var (id, name) in calls)
            if (!string.IsNullOrEmpty(id)) _open.Add((id, name));
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

    private static (string? Id, string? Name) Read(IDictionary call) =>
        (call["id"] as string, ((call["function"] ?? call["custom"]) as IDictionary)?["name"] as string);
}
