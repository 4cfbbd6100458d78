using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Detects the JSON of messages, or of a whole request, that is given as a question. Such JSON is refused and not parsed: external text,
/// such as a row of a table, must not become instructions because of its form.
/// </summary>
internal static class MessagesJson
{
    /// <summary>How to send the body of a request.</summary>
    public const string HowToSplat = "Splat the body: $body = $json | ConvertFrom-Json -AsHashtable; Invoke-ChatCompletion @body.";

    private const int MaxShown = 40;

    /// <summary>Whether an object is the body of a request.</summary>
    public static bool IsBody(ObjectFields? fields) => fields?.Find("messages") is not null && fields.Find("role") is null;

    /// <summary>Gets the reason why a text is not a question.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPiece">Whether the text is the beginning of incomplete JSON, such as the first line of a file.</param>
    /// <returns>The reason, and what to write instead; <see langword="null"/> if the text is a question.</returns>
    public static string? Fault(string text, out bool isPiece)
    {
        isPiece = false;
        if (text.AsSpan().TrimStart() is not ['[' or '{', ..]) return null;
        _ = CutJson.Complete(Encoding.UTF8.GetBytes(text), out isPiece);
        if (isPiece)
        {
            return $"The text {SafeText.Excerpt(text, MaxShown)} is a fragment of JSON. Get-Content splits a file into lines: "
                + "read it with -Raw, and pass messages with -Messages.";
        }
        return Parse(text) switch
        {
            JsonDictionary body when IsBody(ObjectFields.Of(body)) => $"The text is the body of a request in JSON. {HowToSplat}",
            { } value when AreMessages(value) =>
                "The text is the JSON of messages, and would be sent as one user message. Pass it with -Messages, or pipe the messages: "
                + "… | ConvertFrom-Json | Invoke-ChatCompletion. To ask about the JSON itself, put words in front of it.",
            _ => null,
        };
    }

    private static bool AreMessages(object value) => value is JsonList list
        ? list.Count > 0 && list.TrueForAll(MessageReader.LooksLikeMessage)
        : MessageReader.LooksLikeMessage(value);

    private static object? Parse(string json)
    {
        try
        {
            return JsonText.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
