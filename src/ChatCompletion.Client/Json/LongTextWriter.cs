using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Writes long strings that need no escaping, such as base64 data. <see cref="Utf8JsonWriter"/> itself would reserve three bytes for each
/// character, in case all are escaped, and the request would hold this memory until it ends.
/// </summary>
internal static class LongTextWriter
{
    /// <summary>The minimum length, in characters.</summary>
    public const int MinLength = 64 * 1024;

    /// <summary>Small enough to stay in the processor's cache between encoding and searching.</summary>
    private const int BlockLength = 16 * 1024;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_:;,. "u8);

    /// <summary>Writes a long plain text as a string value.</summary>
    /// <returns>Whether it was written; <see langword="false"/> if it is too short or may need escaping.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, string text)
    {
        if (text.Length < MinLength) return false;
        var json = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            json[0] = json[text.Length + 1] = (byte)'"';
            for (var at = 0; at < text.Length; at += BlockLength)
            {
                // Non-ASCII characters become question marks, which are not in Plain.
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
