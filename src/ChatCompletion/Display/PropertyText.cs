using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads properties for the views, including those of deserialized objects. All methods except <see cref="Of"/> return text that is safe
/// for a terminal.
/// </summary>
internal static class PropertyText
{
    private const int MaxLabel = 200;
    private const int MaxJson = 1000;

    /// <summary>The property's exact text; <see langword="null"/> if there is none.</summary>
    public static string? Of(PSObject? item, string name) => PlainValue.Unwrap(item?.Properties[name]?.Value) as string;

    /// <summary>A name or another short text in one line.</summary>
    public static string Label(PSObject? item, string name) => Label(Of(item, name));

    /// <summary>The complete text.</summary>
    public static string Text(PSObject? item, string name) => Text(Of(item, name));

    /// <summary>The beginning of the value as JSON in one line.</summary>
    public static string Json(PSObject? item, string name) => SafeText.Label(CellText.Of(item?.Properties[name]?.Value), MaxJson);

    /// <summary>The time in the format of a CSV cell, truncated to the day or the second.</summary>
    public static string Time(PSObject? item, string name, int length)
    {
        var time = Label(CellText.Of(item?.Properties[name]?.Value)).Replace('T', ' ');
        return time.Length > length ? time[..length] : time;
    }

    /// <summary>A text in one line, shortened if it is long.</summary>
    public static string Label(string? text) => SafeText.Label(text, MaxLabel);

    /// <summary>A complete text that is safe for a terminal.</summary>
    public static string Text(string? text) => LongLines.Break(SafeText.Neutralise(text));
}
