using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of objects that their text represents fully, such as the path of a file. The ToString of any other object can return anything:
/// that of an HTTP request includes its headers, with the key.
/// </summary>
internal static class ObjectText
{
    /// <summary>The text in the invariant culture; <see langword="null"/> if an object's ToString must not be used, or throws.</summary>
    public static string? Of(object value)
    {
        try
        {
            return value switch
            {
                PSObject or IEnumerable => null,
                Uri { IsAbsoluteUri: true, UserInfo.Length: > 0 } address =>
                    address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped),
                IFormattable single => single.ToString(null, CultureInfo.InvariantCulture),
                IComparable or Uri or MemberInfo or Delegate or ScriptBlock or FileSystemInfo or CultureInfo or ErrorRecord or CommandInfo
                    or HttpMethod => value.ToString(),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or PipelineStoppedException))
        {
            return null;
        }
    }

    /// <summary>Whether an object's ToString returns more than its type's name.</summary>
    public static bool IsOwn(object value)
    {
        try
        {
            return value.ToString() is { Length: > 0 } words && words != value.GetType().ToString();
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or PipelineStoppedException))
        {
            return false;
        }
    }
}
