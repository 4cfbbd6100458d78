using System.Buffers;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Reads long JSON strings. The general reader goes from byte to byte behind the first escape of a string, and every long answer
/// has line breaks, each of them an escape; here the bytes between two escapes are one step.
/// </summary>
internal static class LongTextReader
{
    private const int MinLength = 1024;

    /// <summary>The room to resolve the escapes of a longer one, twice its length, would be too much.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>The quote, the backslash, and what may not stand in a string as it is.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>Reads the string at the beginning of some JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How many bytes it takes, with its quotes.</param>
    /// <returns>Whether there is a string, long and sound.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out string text, out int length)
    {
        text = "";
        length = 0;
        if (json.Length < MinLength || json[0] != (byte)'"') return false;
        var end = End(json[1..], out var hasEscapes);
        length = end + 2;
        if (length < MinLength || (hasEscapes && length > MaxLength)) return false;
        var raw = json.Slice(1, end);
        if (hasEscapes) return JsonStrings.TryDecode(raw, out text);
        text = Encoding.UTF8.GetString(raw);
        return true;
    }

    /// <summary>Where the string ends that has begun; -1 where it does not, or holds what a string may not.</summary>
    /// <param name="json">What follows its first quote.</param>
    /// <param name="hasEscapes">Whether there are escapes in it.</param>
    public static int End(ReadOnlySpan<byte> json, out bool hasEscapes)
    {
        hasEscapes = false;
        for (var at = 0; at < json.Length; at += 2)
        {
            var found = json[at..].IndexOfAny(Special);
            if (found < 0) return -1;
            at += found;
            if (json[at] == (byte)'"') return at;
            if (json[at] != (byte)'\\') return -1;
            hasEscapes = true;
        }
        return -1;
    }
}
