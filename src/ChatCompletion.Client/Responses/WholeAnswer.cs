using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads an answer that came as one JSON body.</summary>
internal static class WholeAnswer
{
    private const int MaxQuote = 300;

    /// <summary>Reads the answer into an assembler.</summary>
    /// <param name="body">The body's bytes.</param>
    /// <param name="answer">Takes the fields.</param>
    /// <param name="assembler">Takes the answer, also where an error comes with it.</param>
    /// <param name="exchange">Where the body came from.</param>
    /// <param name="endpoint">Who was asked.</param>
    /// <returns>The completion, whole.</returns>
    /// <exception cref="ChatException">The body is an error or no completion.</exception>
    public static ChatCompletion Read(ReadOnlySpan<byte> body, AnswerEvent answer, AnswerAssembler assembler, HttpExchange exchange, ChatEndpoint endpoint)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        try
        {
            answer.Read(body);
        }
        catch (JsonException malformed)
        {
            throw NoCompletion(WhatItIs(body, endpoint.Mask.Apply(malformed.Message)!), body, endpoint, endpoint.Mask.Keep(malformed));
        }
        assembler.AddWhole(answer);
        if (answer.Error is { } error) throw ErrorFactory.FromAnswer(error, exchange, endpoint);
        if (!assembler.Any) throw NoCompletion("no answer: the list of choices is missing or empty", body, endpoint, null);
        return assembler.Build(whole: true);
    }

    private static ChatProtocolException NoCompletion(string what, ReadOnlySpan<byte> body, ChatEndpoint endpoint, Exception? cause)
    {
        var text = endpoint.Mask.Apply(Encoding.UTF8.GetString(body))!;
        var quote = string.IsNullOrWhiteSpace(text) ? "" : $" It begins: {SafeText.Excerpt(text.Length > MaxQuote ? text[..MaxQuote] : text, MaxQuote)}";
        return new ChatProtocolException($"{endpoint.Provider.Name} sent {what}.{quote}", cause)
        {
            Body = SafeText.Neutralise(text),
            Advice = "Check the base URL: it mostly ends in /v1 and is not the address of a web page.",
        };
    }

    private static string WhatItIs(ReadOnlySpan<byte> body, string fault)
    {
        var text = body.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return "an empty body";
        if (text[0] == (byte)'<') return "a web page in place of an answer";
        return text[0] is (byte)'{' or (byte)'[' ? "JSON that is broken or cut off" : $"no completion ({fault.Split('.')[0]})";
    }
}
