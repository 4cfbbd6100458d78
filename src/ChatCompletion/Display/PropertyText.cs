using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Reads a property that is text, also of an object that comes back from a file or a job.</summary>
internal static class PropertyText
{
    /// <summary>The property's text; <see langword="null"/> where there is none.</summary>
    public static string? Of(PSObject? item, string name) => PlainValue.Unwrap(item?.Properties[name]?.Value) as string;
}
