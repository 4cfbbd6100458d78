using System.Collections;
using System.Text;

namespace ChatCompletions;

/// <summary>Content that is a list of parts, as the API documents them and as servers vary them.</summary>
internal static class ContentParts
{
    /// <summary>The text parts joined, <see langword="null"/> where there is none.</summary>
    public static string? JoinText(JsonList parts)
    {
        StringBuilder? text = null;
        foreach (var part in parts)
        {
            var piece = part as string ?? (part is IDictionary map && !IsThought(map) ? map["text"] as string : null);
            if (piece is not null) (text ??= new StringBuilder()).Append(piece);
        }
        return text?.ToString();
    }

    /// <summary>The thoughts joined, <see langword="null"/> where there is none: <c>{type:"thinking",thinking:[{text}]}</c>.</summary>
    public static string? JoinThoughts(JsonList parts)
    {
        StringBuilder? text = null;
        foreach (var part in parts)
        {
            if (part is not IDictionary map || !IsThought(map)) continue;
            var piece = map["thinking"] switch
            {
                JsonList inner => JoinText(inner),
                string plain => plain,
                _ => map["text"] as string,
            };
            if (piece is not null) (text ??= new StringBuilder()).Append(piece);
        }
        return text?.ToString();
    }

    /// <summary>Whether there are parts that are neither text nor thought, such as images.</summary>
    public static bool HasOther(JsonList parts) => parts.Exists(IsOther);

    /// <summary>Whether a part is neither text nor thought.</summary>
    public static bool IsOther(object? part) => part is IDictionary map && !IsThought(map) && map["text"] is not string;

    /// <summary>The parts for a person: the text, and each other part as its kind and name, since its bytes say nothing.</summary>
    public static string Outline(JsonList parts) => string.Join('\n', parts.Select(static part => part switch
    {
        string text => text,
        IDictionary map when IsThought(map) => null,
        IDictionary map => map["text"] as string ?? $"[{OutlineOf(map)}]",
        _ => null,
    }).Where(static line => !string.IsNullOrEmpty(line)));

    private static string OutlineOf(IDictionary part) => part["type"] switch
    {
        "image_url" => part["image_url"] is IDictionary image && image["url"] is string url && !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? $"image {url}" : "image",
        "file" => part["file"] is IDictionary file ? $"file {file["filename"] ?? file["file_id"]}".TrimEnd() : "file",
        "input_audio" => "audio",
        string kind => kind,
        _ => "part",
    };

    private static bool IsThought(IDictionary part) => part["type"] is "thinking" or "reasoning";
}
