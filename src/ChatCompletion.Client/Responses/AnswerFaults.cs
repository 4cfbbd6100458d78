using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Turns what is wrong with a streamed answer into a typed error that quotes the server, with the key masked.</summary>
internal sealed class AnswerFaults(HttpExchange exchange, ChatEndpoint endpoint)
{
    private const int MaxQuote = 300;
    private const int MaxStray = 2048;

    /// <summary>An event that is no JSON.</summary>
    public ChatProtocolException NotJson(ReadOnlySpan<byte> data, JsonException malformed)
    {
        var text = endpoint.Mask.ApplyToCut(Encoding.UTF8.GetString(data));
        return new ChatProtocolException($"{endpoint.Provider.Name} sent an event that is not JSON: {SafeText.Excerpt(text, MaxQuote)}", endpoint.Mask.Keep(malformed))
        {
            Body = SafeText.Neutralise(text),
        };
    }

    /// <summary>An event in whose middle the bytes end.</summary>
    public ChatIncompleteException CutEvent(ReadOnlySpan<byte> data)
    {
        var text = endpoint.Mask.ApplyToCut(Encoding.UTF8.GetString(data));
        return new ChatIncompleteException($"{endpoint.Provider.Name}: The stream ended in the middle of an event: {SafeText.Excerpt(text, MaxQuote)}")
        {
            IsCutShort = true,
            Body = SafeText.Neutralise(text),
        };
    }

    /// <summary>An event that says it is an error: JSON in any of the usual shapes, or plain text.</summary>
    public ChatApiException FromEvent(ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetString(data);
        var error = Parse(text) ?? text;
        return ErrorFactory.FromAnswer(error is JsonDictionary map && map["error"] is { } inner ? inner : error, exchange, endpoint);
    }

    /// <summary>A stream that ended too early. Lines in it that are no events can say why.</summary>
    /// <param name="strayText">Those lines.</param>
    /// <param name="hasBegun">Whether any of the answer had come.</param>
    /// <param name="isMarked">Whether <c>[DONE]</c> ended it, so that the server has nothing more to say.</param>
    public ChatException BrokenOff(string strayText, bool hasBegun, bool isMarked)
    {
        var stray = endpoint.Mask.ApplyToCut(strayText)!;
        if (stray.StartsWith('{') && Parse(stray) is JsonDictionary map && JsonFields.IsTruthy(map["error"])) return ErrorFactory.FromAnswer(map["error"]!, exchange, endpoint);
        var what = hasBegun ? "The stream ended before the answer was complete." : "The stream ended without any answer.";
        return new ChatIncompleteException(stray.Length == 0 ? $"{endpoint.Provider.Name}: {what}" : $"{endpoint.Provider.Name}: {what} The server wrote: {SafeText.Excerpt(stray, MaxQuote)}")
        {
            Body = stray.Length == 0 ? null : SafeText.Excerpt(stray, MaxStray),
            IsCutShort = !isMarked,
        };
    }

    /// <summary>The failure, with lines that were no events as its body: they can say why.</summary>
    public ChatException Quoting(ChatException failure, string strayText)
    {
        if (strayText.Length > 0) failure.Body ??= SafeText.Excerpt(endpoint.Mask.ApplyToCut(strayText), MaxStray);
        return failure;
    }

    private static object? Parse(string text)
    {
        try
        {
            return JsonText.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
