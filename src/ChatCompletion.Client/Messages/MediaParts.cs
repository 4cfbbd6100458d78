namespace ChatCompletions;

/// <summary>Makes the parts of a message that are not just text, in the form that the API documents.</summary>
internal static class MediaParts
{
    /// <summary>A text.</summary>
    public static JsonDictionary Text(string text) => new() { ["type"] = "text", ["text"] = text };

    /// <summary>An image by its address, which the server opens, or as a data URI.</summary>
    /// <param name="url">The address.</param>
    /// <param name="detail">How closely the model looks: auto, low, high; the server's choice unless given.</param>
    public static JsonDictionary Image(string url, string? detail)
    {
        var image = new JsonDictionary { ["url"] = url };
        if (detail is not null) image["detail"] = detail;
        return new JsonDictionary { ["type"] = "image_url", ["image_url"] = image };
    }

    /// <summary>A document.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">A data URI, or an address for servers that take one.</param>
    public static JsonDictionary File(string name, string data) =>
        new() { ["type"] = "file", ["file"] = new JsonDictionary { ["filename"] = name, ["file_data"] = data } };

    /// <summary>A recording.</summary>
    /// <param name="bytes">The recording.</param>
    /// <param name="format">Its format, such as wav.</param>
    public static JsonDictionary Audio(ReadOnlySpan<byte> bytes, string format) =>
        new() { ["type"] = "input_audio", ["input_audio"] = new JsonDictionary { ["data"] = Convert.ToBase64String(bytes), ["format"] = format } };

    /// <summary>Bytes as a data URI, written straight into the text so that a large file is not held once more.</summary>
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
