using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Properties whose text in a CSV differs from what .NET makes of it. They are attached to the objects, hidden: PowerShell then
/// lists the properties of the object in their order and takes the values from here. The values themselves stay what they are.
/// </summary>
public static class CellProperties
{
    /// <summary>What was piped in for an answer or a chunk.</summary>
    [HiddenProperty(typeof(ChatCompletion), typeof(ChatCompletionChunk))]
    public static object? InputObject(PSObject item) =>
        CellValue.Of(item?.BaseObject switch { ChatCompletion answer => answer.InputObject, ChatCompletionChunk chunk => chunk.InputObject, _ => null });

    /// <summary>When an answer, a chunk or a model was made.</summary>
    [HiddenProperty(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatModel))]
    public static object? Created(PSObject item) =>
        CellValue.Of(item?.BaseObject switch
        {
            ChatCompletion answer => answer.Created,
            ChatCompletionChunk chunk => chunk.Created,
            ChatModel model => model.Created,
            _ => null,
        });

    /// <summary>How many seconds an answer took.</summary>
    [HiddenProperty(typeof(ChatCompletion))]
    public static object? Duration(PSObject item) => CellValue.Of((item?.BaseObject as ChatCompletion)?.Duration);

    /// <summary>What an answer cost.</summary>
    [HiddenProperty(typeof(ChatCompletion))]
    public static object? Cost(PSObject item) => CellValue.Of((item?.BaseObject as ChatCompletion)?.Cost);

    /// <summary>The log probability of a token.</summary>
    [HiddenProperty(typeof(ChatTokenLogProb))]
    public static object? LogProb(PSObject item) => CellValue.Of((item?.BaseObject as ChatTokenLogProb)?.LogProb);
}
