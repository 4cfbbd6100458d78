using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Finds tool calls in a conversation whose arguments are not one complete JSON value, as in a truncated answer. The model itself can
/// write and later correct such arguments, so the request is sent, with a warning.
/// </summary>
internal static class ToolCallWarnings
{
    private const int MaxShown = 5;

    /// <summary>Gets the warning for a conversation; <see langword="null"/> if there is none.</summary>
    /// <param name="messages">The messages: <see cref="ChatMessage"/> objects, or dictionaries from -AdditionalParameters.</param>
    public static string? Of(IEnumerable messages)
    {
        var calls = MessageParts.All(messages).SelectMany(static message => message.ToolCalls);
        var broken = calls.Where(static call => !IsWhole(call.Arguments)).ToList();
        if (broken.Count == 0) return null;
        var shown = string.Join(", ", broken.Take(MaxShown).Select(
            static call => $"{SafeText.Excerpt(call.Id, 64)} ({SafeText.Excerpt(call.Name, 64)})"));
        return $"The conversation contains tool calls whose arguments are not complete JSON, as in a truncated answer: {shown}. "
            + "The server may reject them. Remove that answer, and send the question again.";
    }

    /// <summary>Some servers send an empty string for a call without arguments.</summary>
    private static bool IsWhole(string? arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments)) return true;
        try
        {
            JsonText.Parse(arguments);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
