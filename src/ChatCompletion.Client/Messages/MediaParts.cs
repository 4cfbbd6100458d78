namespace ChatCompletions;

/// <summary>Creates the content parts of a message, in the API's format.</summary>
internal static class MediaParts
{
    /// <summary>Creates a text part.</summary>
    public static JsonDictionary Text(string text) => new() { ["type"] = "text", ["text"] = text };

    /// <summary>Creates an image part.</summary>
    /// <param name="url">The URL, which the server downloads, or a data URI.</param>
    /// <param name="detail">The resolution the model uses: auto, low or high; <see langword="null"/> for the server's default.</param>
    public static JsonDictionary Image(string url, string? detail)
    {
        var image = new JsonDictionary { ["url"] = url };
        if (detail is not null) image["detail"] = detail;
        return new JsonDictionary { ["type"] = "image_url", ["image_url"] = image };
    }

    /// <summary>Creates a file part.</summary>
    /// <param name="name">The file name.</param>
    /// <param name="data">A data URI, or a URL for servers that accept one.</param>
    public static JsonDictionary File(string name, string data) =>
        new() { ["type"] = "file", ["file"] = new JsonDictionary { ["filename"] = name, ["file_data"] = data } };

    /// <summary>Creates an audio part.</summary>
    /// <param name="bytes">The audio data.</param>
    /// <param name="format">The format, such as wav.</param>
    public static JsonDictionary Audio(ReadOnlySpan<byte> bytes, string format) =>
        new()
        {
            ["type"] = "input_audio",
            ["input_audio"] = new JsonDictionary { ["data"] = Convert.ToBase64String(bytes), ["format"] = format },
        };

    /// <summary>Encodes bytes as a data URI. It writes directly into the string, to avoid another copy of a large file.</summary>
    public static string DataUri(string mediaType, byte[] bytes)
    {
        var prefix = $"data:{mediaType};base64,";
        var length = prefix.Length + (bytes.Length + 2) / 3 * 4;
        return string.Create(length, (prefix, bytes), static (text, source) =>
        {
            source.prefix.CopyTo(text);
            Convert.TryToBase64Chars(source.bytes, text[source.prefix.Length..], out _);
        });
    }
}
