using System.Collections;

namespace ChatCompletions;

/// <summary>The parts of a tool call that the rules check.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name of the function or custom tool.</param>
/// <param name="Arguments">The arguments in JSON; <see langword="null"/> for a custom tool, whose input is any text.</param>
internal readonly record struct ToolCallParts(string? Id, string? Name, string? Arguments)
{
    /// <summary>Gets the parts of a tool call.</summary>
    public static ToolCallParts Of(ChatToolCall call) => new(call.Id, call.Name, call.IsCustom ? null : call.Arguments);

    /// <summary>Gets the parts of a tool call in the form of the API.</summary>
    public static ToolCallParts Of(IDictionary call)
    {
        var function = call["function"] as IDictionary;
        return new(call["id"] as string, (function ?? call["custom"] as IDictionary)?["name"] as string, function?["arguments"] as string);
    }
}
