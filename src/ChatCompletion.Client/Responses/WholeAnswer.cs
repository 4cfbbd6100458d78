using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>Reads an answer that came as one JSON body.</summary>
internal static class WholeAnswer
{
    private const int MaxQuote = 300;

    /// <summary>Reads the answer into an assembler.</summary>
    /// <param name="body">The body's bytes.</param>
    /// <param name="broken">What ended the body before its time, if anything did.</param>
    /// <param name="answer">Takes the fields.</param>
    /// <param name="assembler">Takes the answer, also where it broke off or an error comes with it.</param>
    /// <param name="exchange">Where the body came from.</param>
    /// <param name="endpoint">Who was asked.</param>
    /// <returns>The completion, whole.</returns>
    /// <exception cref="ChatException">The body is an error, no completion, or broke off.</exception>
    public static ChatCompletion Read(
        ReadOnlySpan<byte> body, ChatException? broken, AnswerEvent answer, AnswerAssembler assembler, HttpExchange exchange, ChatEndpoint endpoint)
    {
        var json = body.TrimStart(BodyStart.Blank);
        JsonException? fault = null;
        var isCut = false;
        try
        {
            answer.Read(json);
        }
        catch (JsonException malformed)
        {
            fault = malformed;
            TryReadCut(json, answer, out isCut);
        }
        assembler.AddWhole(answer, !Utf8.IsValid(json));
        if (answer.Error is { } error && (isCut || fault is null)) throw ErrorFactory.FromAnswer(error, exchange, endpoint);
        if (broken is not null)
        {
            broken.IsCutShort &= isCut || json.IsEmpty;
            throw broken;
        }
        if (isCut) throw CutOff(body, endpoint, assembler.Any);
        if (fault is not null) throw NoCompletion(WhatItIs(json, SafeText.Neutralise(endpoint.Mask.Apply(fault.Message))), body, endpoint, endpoint.Mask.Keep(fault));
        if (!assembler.Any) throw NoCompletion("no answer: the list of choices is missing or empty", body, endpoint, null);
        return assembler.Build(whole: true);
    }

    /// <summary>Reads as much of a broken document as can be read.</summary>
    /// <param name="json">The document, broken.</param>
    /// <param name="answer">Takes the fields.</param>
    /// <param name="isCut">Whether it is sound as far as it goes, and just ends too early.</param>
    /// <returns>Whether there was anything to read.</returns>
    public static bool TryReadCut(ReadOnlySpan<byte> json, AnswerEvent answer, out bool isCut)
    {
        var completed = CutJson.Complete(json, out isCut);
        try
        {
            answer.Read(completed.Span);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ChatIncompleteException CutOff(ReadOnlySpan<byte> body, ChatEndpoint endpoint, bool hasAnswer)
    {
        var text = endpoint.Mask.ApplyToCut(Encoding.UTF8.GetString(body))!;
        return new ChatIncompleteException($"{endpoint.Provider.Name}: The answer's JSON is cut off.{(hasAnswer ? "" : Quote(text))}")
        {
            Body = SafeText.Neutralise(text),
            IsCutShort = true,
        };
    }

    private static ChatProtocolException NoCompletion(string what, ReadOnlySpan<byte> body, ChatEndpoint endpoint, Exception? cause)
    {
        var text = endpoint.Mask.ApplyToCut(Encoding.UTF8.GetString(body))!;
        return new ChatProtocolException($"{endpoint.Provider.Name} sent {what}.{Quote(text)}", cause)
        {
            Body = SafeText.Neutralise(text),
            IsCutShort = body.TrimStart(BodyStart.Blank).IsEmpty,
            Advice = "Check the base URL: it mostly ends in /v1 and is not the address of a web page.",
        };
    }

    private static string Quote(string text) =>
        string.IsNullOrWhiteSpace(text) ? "" : $" It begins: {SafeText.Excerpt(text.Length > MaxQuote ? text[..MaxQuote] : text, MaxQuote)}";

    private static string WhatItIs(ReadOnlySpan<byte> text, string fault)
    {
        if (text.IsEmpty) return "an empty body";
        if (text[0] == (byte)'<') return "a web page in place of an answer";
        var reason = SafeText.Neutralise(fault.Split('.')[0]);
        if (reason.StartsWith(AnswerEvent.SentInstead, StringComparison.Ordinal)) return reason[AnswerEvent.SentInstead.Length..];
        return text[0] is (byte)'{' or (byte)'[' ? $"JSON that is broken ({reason})" : $"no completion ({reason})";
    }
}
