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

    /// <summary>When the first call of a journal was finished.</summary>
    [Extends(typeof(ChatJournalSummary))]
    public static object? FirstTime(PSObject item) => CellValue.Of(Own(item, nameof(FirstTime)));

    /// <summary>When the last call of a journal was finished.</summary>
    [Extends(typeof(ChatJournalSummary))]
    public static object? LastTime(PSObject item) => CellValue.Of(Own(item, nameof(LastTime)));

    /// <summary>How many seconds an answer took.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Duration(PSObject item) => CellValue.Of(Own(item, nameof(Duration)));

    /// <summary>What an answer cost.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Cost(PSObject item) => CellValue.Of(Own(item, nameof(Cost)));

    /// <summary>The log probability of a token.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static object? LogProb(PSObject item) => CellValue.Of(Own(item, nameof(LogProb)));

    /// <summary>When requests are allowed again, in seconds.</summary>
    [Extends(typeof(ChatRateLimit))]
    public static object? ResetRequests(PSObject item) => CellValue.Of(Own(item, nameof(ResetRequests)));

    /// <summary>When tokens are allowed again, in seconds.</summary>
    [Extends(typeof(ChatRateLimit))]
    public static object? ResetTokens(PSObject item) => CellValue.Of(Own(item, nameof(ResetTokens)));

    /// <summary>The time limit of connecting.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? ConnectTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(ConnectTimeoutSec)));

    /// <summary>The time limit of the first byte.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? FirstByteTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(FirstByteTimeoutSec)));

    /// <summary>The time limit between two bytes.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? IdleTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(IdleTimeoutSec)));

    /// <summary>The time limit of a whole call.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? TimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(TimeoutSec)));

    /// <summary>The longest wait that a server may ask for.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? MaxRetryDelaySec(PSObject item) => CellValue.Of(Own(item, nameof(MaxRetryDelaySec)));

    /// <summary>The object's own property of a name, which a hidden one stands before.</summary>
    internal static object? Own(PSObject? item, string name) => ((item?.Members["PSAdapted"] as PSMemberSet)?.Members[name] as PSPropertyInfo)?.Value;
}
