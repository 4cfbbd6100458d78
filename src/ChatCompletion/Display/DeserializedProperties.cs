using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Properties of deserialized objects whose values have lost their JSON text: see <see cref="DeserializedText"/>.</summary>
public static class DeserializedProperties
{
    /// <summary>The choices of an answer.</summary>
    [Extends(typeof(ChatCompletion), IsDeserializedOnly = true)]
    public static object? Choices(PSObject item) => Of(item, nameof(Choices));

    /// <summary>The conversation of an answer.</summary>
    [Extends(typeof(ChatCompletion), IsDeserializedOnly = true)]
    public static object? History(PSObject item) => Of(item, nameof(History));

    /// <summary>The piped object of an answer.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), IsDeserializedOnly = true)]
    public static object? InputObject(PSObject item) => Of(item, nameof(InputObject));

    /// <summary>The tool calls of an answer, a chunk or a message.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatMessage), typeof(ChatCompletionChunk), IsDeserializedOnly = true)]
    public static object? ToolCalls(PSObject item) => Of(item, nameof(ToolCalls));

    /// <summary>The bytes of a token.</summary>
    [Extends(typeof(ChatTokenLogProb), IsDeserializedOnly = true)]
    public static object? Bytes(PSObject item) => Of(item, nameof(Bytes));

    /// <summary>The most likely tokens at a token's position.</summary>
    [Extends(typeof(ChatTokenLogProb), IsDeserializedOnly = true)]
    public static object? TopLogProbs(PSObject item) => Of(item, nameof(TopLogProbs));

    private static object? Of(PSObject item, string name) => DeserializedText.Attach(CellProperties.Own(item, name));
}
