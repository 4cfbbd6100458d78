using System.Text;

namespace ChatCompletions.Commands;

/// <summary>The text of a file: in the encoding that its byte order mark names, otherwise in UTF-8, otherwise in Latin-1.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsGuessed">Whether the bytes are not UTF-8, so that letters beyond ASCII may be wrong.</param>
internal readonly record struct FileText(string Text, bool IsGuessed)
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        // UTF-32 first: its mark begins with that of UTF-16.
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8),
        ([0xFF, 0xFE], Encoding.Unicode),
        ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a file.</summary>
    /// <returns>The text; <see langword="null"/> if the bytes are not text, because they contain NUL.</returns>
    public static FileText? Of(byte[] bytes)
    {
        foreach (var (mark, encoding) in Marks)
            if (bytes.AsSpan().StartsWith(mark)) return new(encoding.GetString(bytes, mark.Length, bytes.Length - mark.Length), false);
        if (bytes.AsSpan().Contains((byte)0)) return null;
        try
        {
            return new(Strict.GetString(bytes), false);
        }
        catch (DecoderFallbackException)
        {
            return new(Encoding.Latin1.GetString(bytes), true);
        }
    }
}
