using System.Collections;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Finds tool calls in a conversation whose arguments are not one whole JSON value, as in an answer that was cut. A model can write such
/// arguments itself and then correct them, so the request is sent with a warning.
/// </summary>
internal static class ToolCallWarnings
{
    private const int MaxShown = 5;

    /// <summary>The warning about the calls of a conversation; <see langword="null"/> if there is none.</summary>
    /// <param name="messages">Each a <see cref="ChatMessage"/>, or a message of -AdditionalParameters as a dictionary.</param>
    public static string? Of(IEnumerable messages)
    {
        var broken = messages.Cast<object?>().SelectMany(Calls).Where(static call => !IsWhole(call.Arguments)).ToList();
        if (broken.Count == 0) return null;
        var shown = string.Join(", ", broken.Take(MaxShown).Select(static call => $"{SafeText.Excerpt(call.Id, 64)} ({SafeText.Excerpt(call.Name, 64)})"));
        return $"The conversation holds tool calls whose arguments are not whole JSON, as where an answer was cut: {shown}. "
            + "The server may refuse them. Leave that answer out, and ask again.";
    }

    private static IEnumerable<(string? Id, string? Name, string? Arguments)> Calls(object? message) => message switch
    {
        ChatMessage { ToolCalls: { } calls } => calls.Where(static call => !call.IsCustom).Select(static call => (call.Id, call.Name, call.Arguments)),
        IDictionary map when map["tool_calls"] is IEnumerable calls => calls.OfType<IDictionary>().Select(Read),
        _ => [],
    };

    private static (string? Id, string? Name, string? Arguments) Read(IDictionary call)
    {
        var function = call["function"] as IDictionary;
        return (call["id"] as string, function?["name"] as string, function?["arguments"] as string);
    }

    /// <summary>Some servers give a call without arguments an empty text.</summary>
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
