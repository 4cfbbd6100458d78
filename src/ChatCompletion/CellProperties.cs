using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Properties whose text in a CSV differs from what .NET makes of it. They are attached to the objects, hidden: PowerShell then lists the
/// properties of the object in their order and takes the values from here. The values themselves stay what they are.
/// </summary>
public static class CellProperties
{
    /// <summary>When an answer, a chunk or a model was made.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatCompletionChunk), typeof(ChatModel))]
    public static object? Created(PSObject item) => CellValue.Of(Own(item, nameof(Created)));

    /// <summary>When a call was finished.</summary>
    [Extends(typeof(ChatJournalEntry))]
    public static object? Time(PSObject item) => CellValue.Of(Own(item, nameof(Time)));

    /// <summary>How many seconds an answer took.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Duration(PSObject item) => CellValue.Of(Own(item, nameof(Duration)));

    /// <summary>What an answer cost.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Cost(PSObject item) => CellValue.Of(Own(item, nameof(Cost)));

    /// <summary>The log probability of a token.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static object? LogProb(PSObject item) => CellValue.Of(Own(item, nameof(LogProb)));

    /// <summary>The object's own property of a name, which a hidden one stands before.</summary>
    internal static object? Own(PSObject? item, string name) => ((item?.Members["PSAdapted"] as PSMemberSet)?.Members[name] as PSPropertyInfo)?.Value;
}
