using System.Text;

namespace ChatCompletions.Commands;

/// <summary>The text of a file: in the encoding that its byte order mark names, otherwise in UTF-8, otherwise in Latin-1.</summary>
/// <param name="Text">The text.</param>
/// <param name="Fault">What may be wrong with the text; <see langword="null"/> if all bytes are valid in the encoding.</param>
internal readonly record struct FileText(string Text, string? Fault)
{
    // UTF-32 first: its mark begins with that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>Decodes a file.</summary>
    /// <returns>The text; <see langword="null"/> if the bytes are not text: they are an image or a PDF, or contain NUL.</returns>
    public static FileText? Of(byte[] bytes)
    {
        if (Array.Find(Marked, encoding => bytes.AsSpan().StartsWith(encoding.GetPreamble())) is { } marked)
            return Decode(bytes.AsSpan(marked.GetPreamble().Length), marked, Encoding.GetEncoding(marked.CodePage), "has invalid bytes");
        if (bytes.AsSpan().Contains((byte)0) || bytes.AsSpan().StartsWith("%PDF-"u8) || MediaType.OfImage(bytes) is not null) return null;
        return Decode(bytes, Marked[2], Encoding.Latin1, "is not in UTF-8");
    }

    private static FileText Decode(ReadOnlySpan<byte> bytes, Encoding strict, Encoding tolerant, string fault)
    {
        try
        {
            return new(strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return new(tolerant.GetString(bytes), fault);
        }
    }
}
