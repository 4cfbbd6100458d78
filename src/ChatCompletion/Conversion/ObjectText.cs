using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace ChatCompletions.Commands;

/// <summary>
/// The text of objects whose text is all there is to them, such as the path of a file. Any other object can say anything of itself: a
/// request to a server says its headers, with the key in them.
/// </summary>
internal static class ObjectText
{
    /// <summary>The text, the same in every culture; <see langword="null"/> where an object's own words are not to be used, or fail.</summary>
    public static string? Of(object value)
    {
        try
        {
            return value switch
            {
                PSObject or IEnumerable => null,
                Uri { IsAbsoluteUri: true, UserInfo.Length: > 0 } address => address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped),
                IFormattable single => single.ToString(null, CultureInfo.InvariantCulture),
                IComparable or Uri or MemberInfo or Delegate or ScriptBlock or FileSystemInfo or CultureInfo or ErrorRecord or CommandInfo or HttpMethod => value.ToString(),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or PipelineStoppedException))
        {
            return null;
        }
    }

    /// <summary>Whether an object has words of its own, and not just its type's name.</summary>
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
