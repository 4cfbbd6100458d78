using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Properties of what comes back from a file or a job, whose values have lost there what made their text JSON: see <see cref="ReturnedText"/>.</summary>
public static class ReturnedProperties
{
    /// <summary>The choices of an answer.</summary>
    [Extends(typeof(ChatCompletion), IsOnlyReturned = true)]
    public static object? Choices(PSObject item) => Of(item, nameof(Choices));

    /// <summary>The conversation of an answer.</summary>
    [Extends(typeof(ChatCompletion), IsOnlyReturned = true)]
    public static object? History(PSObject item) => Of(item, nameof(History));

    /// <summary>What was piped in for an answer.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), IsOnlyReturned = true)]
    public static object? InputObject(PSObject item) => Of(item, nameof(InputObject));

    /// <summary>The tool calls of an answer, a chunk or a message.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatMessage), typeof(ChatCompletionChunk), IsOnlyReturned = true)]
    public static object? ToolCalls(PSObject item) => Of(item, nameof(ToolCalls));

    /// <summary>The bytes of a token.</summary>
    [Extends(typeof(ChatTokenLogProb), IsOnlyReturned = true)]
    public static object? Bytes(PSObject item) => Of(item, nameof(Bytes));

    /// <summary>The likeliest tokens in a token's place.</summary>
    [Extends(typeof(ChatTokenLogProb), IsOnlyReturned = true)]
    public static object? TopLogProbs(PSObject item) => Of(item, nameof(TopLogProbs));

    private static object? Of(PSObject item, string name) => ReturnedText.Attach(CellProperties.Own(item, name));
}
