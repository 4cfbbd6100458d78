using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Hidden properties for values that the API documents in another place, so that code written for the API works:
/// <c>$chunk.choices[0].delta.content</c>. The build creates aliases for names that differ only in underscores.
/// </summary>
public static class ApiProperties
{
    /// <summary>The text of an answer: the only output of the chatbot step.</summary>
    [Extends(typeof(ChatCompletion))]
    public static string? Message(PSObject item) => PropertyText.Of(item, nameof(ChatCompletion.Content));

    /// <summary>The choices of a chunk. A chunk has exactly one.</summary>
    [Extends(typeof(ChatCompletionChunk))]
    public static ChatChoice[] Choices(PSObject item) => AnswerReviver.Revive(item) is ChatCompletionChunk chunk ? [chunk.ToChoice()] : [];

    /// <summary>The usage of a stream, in its last chunk.</summary>
    [Extends(typeof(ChatCompletionChunk))]
    public static object? Usage(PSObject item) =>
        ObjectFields.Of(Value(item, nameof(ChatCompletionChunk.Completion)))?.Find(nameof(ChatCompletion.Usage));

    /// <summary>The new content of a chunk's choice.</summary>
    [Extends(typeof(ChatChoice))]
    public static object? Delta(PSObject item) => Value(item, nameof(ChatChoice.Message));

    /// <summary>The name and arguments of a function call.</summary>
    [Extends(typeof(ChatToolCall))]
    public static object? Function(PSObject item) => IsCustom(item) ? null : Call(item, "arguments");

    /// <summary>The name and input of a custom tool call.</summary>
    [Extends(typeof(ChatToolCall))]
    public static object? Custom(PSObject item) => IsCustom(item) ? Call(item, "input") : null;

    /// <summary>The server's JSON of a deserialized answer.</summary>
    [Extends(typeof(ChatCompletion), IsDeserializedOnly = true)]
    public static string ToJson(PSObject item) => ((ChatCompletion)AnswerReviver.Revive(item)!).ToJson();

    private static bool IsCustom(PSObject item) => PropertyText.Of(item, nameof(ChatToolCall.Type)) == "custom";

    private static PSObject Call(PSObject item, string field)
    {
        var call = new PSObject();
        call.Properties.Add(new PSNoteProperty("name", PropertyText.Of(item, nameof(ChatToolCall.Name))));
        call.Properties.Add(new PSNoteProperty(field, PropertyText.Of(item, nameof(ChatToolCall.Arguments))));
        return call;
    }

    private static object? Value(PSObject? item, string name) => item?.Properties[name]?.Value;
}
