using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Properties whose text in a CSV differs from .NET's. They are hidden properties of the objects: PowerShell lists the object's own
/// properties in their order, but reads the values from here. The values themselves are unchanged.
/// </summary>
public static class CellProperties
{
    /// <summary>When an answer, a chunk or a model was created.</summary>
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

    /// <summary>The duration of an answer in seconds.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Duration(PSObject item) => CellValue.Of(Own(item, nameof(Duration)));

    /// <summary>The cost of an answer.</summary>
    [Extends(typeof(ChatCompletion), typeof(ChatJournalEntry))]
    public static object? Cost(PSObject item) => CellValue.Of(Own(item, nameof(Cost)));

    /// <summary>The log probability of a token.</summary>
    [Extends(typeof(ChatTokenLogProb))]
    public static object? LogProb(PSObject item) => CellValue.Of(Own(item, nameof(LogProb)));

    /// <summary>The time in seconds until the request limit resets.</summary>
    [Extends(typeof(ChatRateLimit))]
    public static object? ResetRequests(PSObject item) => CellValue.Of(Own(item, nameof(ResetRequests)));

    /// <summary>The time in seconds until the token limit resets.</summary>
    [Extends(typeof(ChatRateLimit))]
    public static object? ResetTokens(PSObject item) => CellValue.Of(Own(item, nameof(ResetTokens)));

    /// <summary>The time limit for connecting.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? ConnectTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(ConnectTimeoutSec)));

    /// <summary>The time limit for the first byte.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? FirstByteTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(FirstByteTimeoutSec)));

    /// <summary>The time limit between two bytes.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? IdleTimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(IdleTimeoutSec)));

    /// <summary>The time limit of a whole call.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? TimeoutSec(PSObject item) => CellValue.Of(Own(item, nameof(TimeoutSec)));

    /// <summary>The longest retry delay that a server may request.</summary>
    [Extends(typeof(ChatProvider))]
    public static object? MaxRetryDelaySec(PSObject item) => CellValue.Of(Own(item, nameof(MaxRetryDelaySec)));

    /// <summary>The object's own property, which a hidden one of the same name overrides.</summary>
    internal static object? Own(PSObject? item, string name) =>
        ((item?.Members["PSAdapted"] as PSMemberSet)?.Members[name] as PSPropertyInfo)?.Value;
}
