using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>
/// Reads properties for the views, also of objects that come back from a file or a job. All but <see cref="Of"/> give text that is safe for
/// a terminal.
/// </summary>
internal static class PropertyText
{
    private const int MaxLabel = 200;
    private const int MaxJson = 1000;

    /// <summary>The property's text as it is; <see langword="null"/> where there is none.</summary>
    public static string? Of(PSObject? item, string name) => PlainValue.Unwrap(item?.Properties[name]?.Value) as string;

    /// <summary>A name or another short text, in one line.</summary>
    public static string Label(PSObject? item, string name) => Label(Of(item, name));

    /// <summary>The whole text.</summary>
    public static string Text(PSObject? item, string name) => Text(Of(item, name));

    /// <summary>The beginning of the value as JSON, in one line.</summary>
    public static string Json(PSObject? item, string name) => SafeText.Label(CellText.Of(item?.Properties[name]?.Value), MaxJson);

    /// <summary>The time in the form of a CSV cell, cut to a length: to the day, or to the second.</summary>
    public static string Time(PSObject? item, string name, int length)
    {
        var time = Label(CellText.Of(item?.Properties[name]?.Value)).Replace('T', ' ');
        return time.Length > length ? time[..length] : time;
    }

    /// <summary>A text in one line, cut where it is long.</summary>
    public static string Label(string? text) => SafeText.Label(text, MaxLabel);

    /// <summary>A text made safe.</summary>
    public static string Text(string? text) => LongLines.Break(SafeText.Neutralise(text));
}
