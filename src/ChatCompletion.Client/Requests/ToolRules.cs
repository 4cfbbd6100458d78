using System.Collections;
using System.Globalization;

namespace ChatCompletions;

/// <summary>Validates the tools of a request, and the fields that need them.</summary>
internal static class ToolRules
{
    private const int MaxList = 300;

    /// <summary>Validates the tool fields of a body.</summary>
    /// <exception cref="ChatRequestException">A rule is violated. The message names the parameter and the rule.</exception>
    public static void Check(RequestBody body)
    {
        var tools = body["tools"];
        if (tools is not null && tools is not IList { Count: > 0 })
            throw new ChatRequestException("Tools", "-Tools (tools) takes a list of at least one tool.");
        if (tools is null && !body.Has("tool_choice") && !body.Has("parallel_tool_calls")) return;
        var names = ((IEnumerable?)tools ?? Array.Empty<object>()).Cast<object?>().Select(ToolName).ToList();
        foreach (var (field, parameter) in new[] { ("tool_choice", "ToolChoice"), ("parallel_tool_calls", "ParallelToolCalls") })
            if (body.Has(field) && tools is null)
                throw new ChatRequestException(parameter, $"-{parameter} ({field}) needs -Tools.");
        var choice = body["tool_choice"];
        var chosen = choice is IDictionary map && map["type"] is string kind && map[kind] is IDictionary target
            ? target["name"] as string
            : null;
        if (chosen is not null && !names.Contains(chosen))
        {
            var known = SafeText.Label(string.Join(", ", names), MaxList);
            throw new ChatRequestException(
                "ToolChoice", $"-ToolChoice (tool_choice) names '{SafeText.Label(chosen)}', which is not in -Tools: {known}.");
        }
        if (choice is not (null or IDictionary or "auto" or "required" or "none"))
        {
            var shown = SafeText.Label(Convert.ToString(choice, CultureInfo.InvariantCulture));
            throw new ChatRequestException(
                "ToolChoice", $"-ToolChoice (tool_choice) is auto, required, none, a tool's name or an object; it is '{shown}'.");
        }
    }

    private static string ToolName(object? tool)
    {
        var type = (tool as IDictionary)?["type"] as string;
        var name = type is not null && ((IDictionary)tool!)[type] is IDictionary definition ? definition["name"] as string : null;
        return !string.IsNullOrEmpty(name) || type is not (null or "function" or "custom")
            ? name ?? type!
            : throw new ChatRequestException(
                "Tools",
                "Each tool is an object such as @{ type = 'function'; function = @{ name = 'get_weather'; "
                + "description = '…'; parameters = @{ … } } }; one of -Tools has no name.");
    }
}
