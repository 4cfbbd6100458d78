using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Creates the failures of a streamed answer. They quote the server, with secrets masked.</summary>
internal sealed class StreamFailures(AnswerSource source)
{
    private const int MaxQuote = 300;
    private const int MaxNonField = 2048;

    /// <summary>Creates the failure for an event that is not JSON.</summary>
    public CallFailure NotJson(ReadOnlySpan<byte> data, JsonException malformed)
    {
        var text = source.Mask.ApplyToCut(Encoding.UTF8.GetString(data));
        return new CallFailure(
            ChatErrorKind.ProtocolError,
            $"{source.Provider} sent an event that is not JSON: {SafeText.Excerpt(text, MaxQuote)}",
            source.Mask.Keep(malformed))
        {
            Body = SafeText.Neutralise(text),
        };
    }

    /// <summary>Creates the failure for a body that ended in the middle of an event.</summary>
    public CallFailure CutEvent(ReadOnlySpan<byte> data)
    {
        var text = source.Mask.ApplyToCut(Encoding.UTF8.GetString(data));
        return Incomplete($"The stream ended in the middle of an event: {SafeText.Excerpt(text, MaxQuote)}") with
        {
            Body = SafeText.Neutralise(text),
            IsCutShort = true,
        };
    }

    /// <summary>Creates the failure for an error event. Its data is JSON in any of the usual forms, or plain text.</summary>
    public CallFailure FromEvent(ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetString(data);
        var error = Parse(text) ?? text;
        return source.FailureOf(error is JsonDictionary map && map["error"] is { } inner ? inner : error);
    }

    /// <summary>Creates the failure for a stream that ended too early. Lines that are not events can give the reason.</summary>
    /// <param name="nonFieldText">The lines that are not events.</param>
    /// <param name="hasBegun">Whether any part of the answer arrived.</param>
    /// <param name="isMarked">Whether <c>[DONE]</c> ended the stream, so that nothing was cut off.</param>
    public CallFailure BrokenOff(string nonFieldText, bool hasBegun, bool isMarked)
    {
        var stray = source.Mask.ApplyToCut(nonFieldText)!;
        if (stray.StartsWith('{') && Parse(stray) is JsonDictionary map && JsonFields.IsTruthy(map["error"]))
            return source.FailureOf(map["error"]!);
        var what = hasBegun ? "The stream ended before the answer was complete." : "The stream ended without any answer.";
        return Incomplete(stray.Length == 0 ? what : $"{what} The server wrote: {SafeText.Excerpt(stray, MaxQuote)}") with
        {
            Body = stray.Length == 0 ? null : SafeText.Excerpt(stray, MaxNonField),
            IsCutShort = !isMarked,
        };
    }

    /// <summary>Adds the lines that are not events to the failure of a broken connection: they can give the reason.</summary>
    public CallFailure Quoting(CallFailure broken, string nonFieldText) =>
        nonFieldText.Length == 0 || broken.Body is not null
            ? broken
            : broken with { Body = SafeText.Excerpt(source.Mask.ApplyToCut(nonFieldText), MaxNonField) };

    private CallFailure Incomplete(string what) => new(ChatErrorKind.IncompleteAnswer, $"{source.Provider}: {what}");

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
