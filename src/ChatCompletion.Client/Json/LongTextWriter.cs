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
    private const int MinLength = 64 * 1024;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_:;,. ");

    /// <summary>Writes a text as a string value, if it is one of these.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, string text)
    {
        if (text.Length < MinLength || text.AsSpan().ContainsAnyExcept(Plain)) return false;
        var json = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            json[0] = json[text.Length + 1] = (byte)'"';
            Encoding.ASCII.GetBytes(text, json.AsSpan(1));
            writer.WriteRawValue(json.AsSpan(0, text.Length + 2), skipInputValidation: true);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }
}
