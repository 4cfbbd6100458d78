using System.Collections;
using System.Text;

namespace ChatCompletions;

/// <summary>Reads content that is a list of parts, in the API's format and in the variants of other servers.</summary>
internal static class ContentParts
{
    /// <summary>Joins the text parts; <see langword="null"/> if there are none.</summary>
    public static string? JoinText(JsonList parts)
    {
        StringBuilder? text = null;
        foreach (var part in parts)
        {
            var piece = part as string ?? (part is IDictionary map && !IsReasoning(map) ? map["text"] as string : null);
            if (piece is not null) (text ??= new StringBuilder()).Append(piece);
        }
        return text?.ToString();
    }

    /// <summary>Joins the reasoning parts, <c>{type:"thinking",thinking:[{text}]}</c>; <see langword="null"/> if there are none.</summary>
    public static string? JoinReasoning(JsonList parts)
    {
        StringBuilder? text = null;
        foreach (var part in parts)
        {
            if (part is not IDictionary map || !IsReasoning(map)) continue;
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

    /// <summary>Whether there are parts other than text and reasoning, such as images.</summary>
    public static bool HasOther(JsonList parts) => parts.Exists(IsOther);

    /// <summary>Whether a part is neither text nor reasoning.</summary>
    public static bool IsOther(object? part) => part is IDictionary map && !IsReasoning(map) && map["text"] is not string;

    /// <summary>Describes the parts for a reader: the text, and the kind and name of every other part.</summary>
    public static string Outline(JsonList parts) => string.Join('\n', parts.Select(static part => part switch
    {
        string text => text,
        IDictionary map when IsReasoning(map) => null,
        IDictionary map => map["text"] as string ?? $"[{OutlineOf(map)}]",
        _ => null,
    }).Where(static line => !string.IsNullOrEmpty(line)));

    private static string OutlineOf(IDictionary part) => part["type"] switch
    {
        "image_url" => part["image_url"] is IDictionary image && image["url"] is string url
            && !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? $"image {url}" : "image",
        "file" => part["file"] is IDictionary file ? $"file {file["filename"] ?? file["file_id"]}".TrimEnd() : "file",
        "input_audio" => "audio",
        string kind => kind,
        _ => "part",
    };

    private static bool IsReasoning(IDictionary part) => part["type"] is "thinking" or "reasoning";
}
