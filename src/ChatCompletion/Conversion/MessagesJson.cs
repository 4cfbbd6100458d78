using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Detects JSON of messages, or of a whole request, in place of a question. It is refused, not read: text from outside, such as a row of a
/// table, must not become instructions because it looks like them.
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
            return $"The text {SafeText.Excerpt(text, MaxShown)} is a piece of JSON. Get-Content splits a file into lines: "
                + "read it with -Raw, and give messages with -Messages.";
        }
        return Parse(text) switch
        {
            JsonDictionary body when IsBody(ObjectFields.Of(body)) => $"The text is the body of a request, in JSON. {HowToSplat}",
            { } value when AreMessages(value) =>
                "The text is JSON of messages, and would be sent as one message of the user. Give it with -Messages, or pipe the messages: "
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
