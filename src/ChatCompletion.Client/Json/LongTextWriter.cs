using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes long texts in which nothing needs escaping, as files in base64 are. The writer by itself makes room for the worst that
/// escaping could do, three bytes for each character, and that room is held for as long as the request.
/// </summary>
internal static class LongTextWriter
{
    /// <summary>The shortest of them.</summary>
    public const int MinLength = 64 * 1024;

    /// <summary>Few enough to be still in the processor's cache when they are looked at.</summary>
    private const int BlockLength = 16 * 1024;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_:;,. "u8);

    /// <summary>Writes a text as a string value, if it is one of these.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, string text)
    {
        if (text.Length < MinLength) return false;
        var json = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            json[0] = json[text.Length + 1] = (byte)'"';
            for (var at = 0; at < text.Length; at += BlockLength)
            {
                // What is not ASCII becomes a question mark, which is none of the plain ones.
                var count = Encoding.ASCII.GetBytes(text.AsSpan(at, Math.Min(BlockLength, text.Length - at)), json.AsSpan(at + 1));
                if (json.AsSpan(at + 1, count).ContainsAnyExcept(Plain)) return false;
            }
            writer.WriteRawValue(json.AsSpan(0, text.Length + 2), skipInputValidation: true);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }
}
