using System.Collections;

namespace ChatCompletions;

/// <summary>
/// The parts of a message that the rules check. A message is a <see cref="ChatMessage"/>, or a dictionary from -AdditionalParameters.
/// </summary>
/// <param name="Role">The role.</param>
/// <param name="ToolCallId">The id of the tool call that the message answers.</param>
/// <param name="Content">The text, or the list of content parts.</param>
/// <param name="ToolCalls">The tool calls.</param>
internal readonly record struct MessageParts(string? Role, string? ToolCallId, object? Content, IEnumerable<ToolCallParts> ToolCalls)
{
    /// <summary>Gets the parts of the messages in a request.</summary>
    public static IEnumerable<MessageParts> All(IEnumerable messages) => messages.Cast<object?>().Select(Of);

    private static MessageParts Of(object? message) => message switch
    {
        ChatMessage own => new(own.Role, own.ToolCallId, (object?)own.Parts ?? own.Content, own.ToolCalls?.Select(ToolCallParts.Of) ?? []),
        IDictionary map => new(
            map["role"] as string,
            map["tool_call_id"] as string,
            map["content"],
            (map["tool_calls"] as IEnumerable)?.OfType<IDictionary>().Select(ToolCallParts.Of) ?? []),
        _ => new(null, null, null, []),
    };
}
