using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>
/// Detects the type of file content. Images and audio are detected by their first bytes, since file names can be wrong and servers check
/// the bytes; documents are detected by their file name.
/// </summary>
internal static class MediaType
{
    private const string PlainText = "text/plain";

    /// <summary>Document types by file extension.</summary>
    private static readonly Dictionary<string, string> Documents = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv",
        [".doc"] = "application/msword",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".epub"] = "application/epub+zip",
        [".htm"] = "text/html",
        [".html"] = "text/html",
        [".json"] = "application/json",
        [".md"] = "text/markdown",
        [".odp"] = "application/vnd.oasis.opendocument.presentation",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".pdf"] = "application/pdf",
        [".ppt"] = "application/vnd.ms-powerpoint",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".rtf"] = "application/rtf",
        [".txt"] = PlainText,
        [".xls"] = "application/vnd.ms-excel",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".xml"] = "text/xml",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
    };

    /// <summary>The media type of an image; <see langword="null"/> if the format is unknown.</summary>
    public static string? OfImage(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return "image/png";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return "image/gif";
        if (IsRiff(bytes, "WEBP"u8)) return "image/webp";
        if (bytes.StartsWith("BM"u8) && bytes.Length > 10 && bytes[6..10].IndexOfAnyExcept((byte)0) < 0) return "image/bmp";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return "image/tiff";
        if (IsBrand(bytes, "avif"u8)) return "image/avif";
        return IsBrand(bytes, "heic"u8) || IsBrand(bytes, "heix"u8) || IsBrand(bytes, "mif1"u8) ? "image/heic" : null;
    }

    /// <summary>The API's name of an audio format; <see langword="null"/> if the format is unknown.</summary>
    public static string? AudioFormat(ReadOnlySpan<byte> bytes)
    {
        if (IsRiff(bytes, "WAVE"u8)) return "wav";
        if (bytes.StartsWith("ID3"u8)) return "mp3";
        if (bytes.StartsWith("fLaC"u8)) return "flac";
        if (bytes.StartsWith("OggS"u8)) return "ogg";
        if (IsBrand(bytes, "M4A "u8)) return "m4a";
        if (bytes.Length < 2 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0) return null;
        // Two bits after the frame sync give the layer: 00 is AAC, 01 is MP3.
        return (bytes[1] & 0x06) switch { 0x00 when (bytes[1] & 0xF0) == 0xF0 => "aac", 0x02 => "mp3", _ => null };
    }

    /// <summary>The media type of a document; if its extension is unknown, plain text or binary data.</summary>
    /// <param name="name">The file name.</param>
    /// <param name="bytes">The content.</param>
    public static string OfDocument(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("%PDF-"u8)) return Documents[".pdf"];
        if (Documents.TryGetValue(Path.GetExtension(name), out var known)) return known;
        if (OfImage(bytes) is { } image) return image;
        return IsText(bytes) ? PlainText : "application/octet-stream";
    }

    private static bool IsRiff(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> form) =>
        bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual(form);

    private static bool IsBrand(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> brand) =>
        bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8) && bytes[8..12].SequenceEqual(brand);

    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && Utf8.IsValid(bytes);
}
