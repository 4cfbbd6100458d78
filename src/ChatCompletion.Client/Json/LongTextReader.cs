using System.Buffers;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Reads long JSON strings. <see cref="System.Text.Json.Utf8JsonReader"/> decodes byte by byte after the first escape of a string, and
/// every long answer contains escaped line breaks. This reader copies the bytes between two escapes in one step.
/// </summary>
internal static class LongTextReader
{
    private const int MinLength = 1024;

    /// <summary>Decoding the escapes of a longer string would need too large a buffer (two bytes for each byte).</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>The quote, the backslash, and the control characters that a JSON string may not contain.</summary>
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static value => (byte)value), (byte)'"', (byte)'\\']);

    /// <summary>Reads a long string at the start of JSON data.</summary>
    /// <param name="json">The JSON data.</param>
    /// <param name="text">The decoded text.</param>
    /// <param name="length">The length of the string in bytes, including its quotes.</param>
    /// <returns>Whether the data starts with a long, valid string.</returns>
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

    /// <summary>The offset of the closing quote; -1 if there is none, or the string is invalid.</summary>
    /// <param name="json">The data after the opening quote.</param>
    /// <param name="hasEscapes">Whether the string contains escapes.</param>
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
