using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>Reads an answer that is one JSON document.</summary>
internal static class WholeAnswer
{
    private const int MaxQuote = 300;

    /// <summary>Reads an answer from its bytes.</summary>
    /// <param name="json">The JSON document.</param>
    /// <param name="source">The origin of the answer.</param>
    public static AnswerResult Read(ReadOnlySpan<byte> json, AnswerSource source)
    {
        var assembler = new AnswerAssembler(source.Limits);
        var result = Read(json, broken: null, new CompletionEventReader(source), assembler, source);
        var mask = new AnswerMask(source.Mask);
        if (result.Failure is { } failure)
        {
            var partial = assembler.BuildPartial(failure.Message);
            if (partial is not null) mask.Apply(partial);
            return failure with { Completion = partial };
        }
        mask.Apply(result.Completion!);
        return result;
    }

    /// <summary>
    /// Reads a recorded answer. Nothing in it is masked or checked again, and its tool calls stay as they were assembled when it arrived.
    /// </summary>
    /// <param name="json">The JSON document.</param>
    /// <param name="source">The origin of the answer.</param>
    /// <exception cref="JsonException">The document is no answer.</exception>
    public static ChatCompletion ReadRecorded(ReadOnlySpan<byte> json, AnswerSource source)
    {
        var events = new CompletionEventReader(source);
        events.Read(json);
        if (events.Error is not null) throw new JsonException("The recorded answer is an error.");
        var toolCalls = new List<ChatList<ChatToolCall>?>();
        foreach (ref var choice in CollectionsMarshal.AsSpan(events.Choices))
        {
            if (!choice.HasMessage) throw new JsonException("A choice of the recorded answer has no message.");
            toolCalls.Add(choice.Message.ToolCalls);
            choice.Message.ToolCalls = null;
        }
        var assembler = new AnswerAssembler(source.Limits);
        assembler.AddWhole(events, isDamaged: false);
        var answer = assembler.Build(whole: false);
        foreach (var (choice, calls) in answer.Choices.Zip(toolCalls)) choice.Message.ToolCalls = calls;
        return answer;
    }

    /// <summary>Reads the answer into an assembler.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="broken">The failure that cut off the body; <see langword="null"/> if there is none.</param>
    /// <param name="events">Reads the fields.</param>
    /// <param name="assembler">Receives the answer, also if it is cut off or has an error.</param>
    /// <param name="source">The origin of the answer.</param>
    public static AnswerResult Read(
        ReadOnlySpan<byte> body,
        CallFailure? broken,
        CompletionEventReader events,
        AnswerAssembler assembler,
        AnswerSource source)
    {
        var json = body.TrimStart(BodyStart.Blank);
        JsonException? malformed = null;
        var isCut = false;
        try
        {
            events.Read(json);
        }
        catch (JsonException exception)
        {
            malformed = exception;
            ReadCut(json, events, out isCut);
        }
        assembler.AddWhole(events, !Utf8.IsValid(json));
        if (events.Error is { } error && (isCut || malformed is null)) return source.FailureOf(error);
        if (broken is not null) return broken with { IsCutShort = broken.IsCutShort && (isCut || json.IsEmpty) };
        if (isCut) return CutOff(body, source, assembler.Any);
        if (malformed is not null)
        {
            var reason = SafeText.Neutralise(source.Mask.Apply(malformed.Message));
            return NoCompletion(Describe(json, reason), body, source, source.Mask.Keep(malformed));
        }
        if (!assembler.Any) return NoCompletion("no answer: the list of choices is missing or empty", body, source, null);
        return assembler.Build(whole: true);
    }

    /// <summary>Reads the readable part of a broken document, if there is any.</summary>
    /// <param name="json">The broken document.</param>
    /// <param name="events">Reads the fields.</param>
    /// <param name="isCut">Whether the document is valid up to its end, and only cut off.</param>
    public static void ReadCut(ReadOnlySpan<byte> json, CompletionEventReader events, out bool isCut)
    {
        var completed = CutJson.Complete(json, out isCut);
        try
        {
            events.Read(completed.Span);
        }
        catch (JsonException)
        {
            // No part is readable.
        }
    }

    private static CallFailure CutOff(ReadOnlySpan<byte> body, AnswerSource source, bool hasAnswer)
    {
        var text = source.Mask.ApplyToCut(Encoding.UTF8.GetString(body))!;
        var quote = hasAnswer ? "" : Quote(text);
        return new CallFailure(ChatErrorKind.IncompleteAnswer, $"{source.Provider}: The answer's JSON is cut off.{quote}")
        {
            Body = SafeText.Neutralise(text),
            IsCutShort = true,
        };
    }

    private static CallFailure NoCompletion(string what, ReadOnlySpan<byte> body, AnswerSource source, Exception? cause)
    {
        var text = source.Mask.ApplyToCut(Encoding.UTF8.GetString(body))!;
        return new CallFailure(ChatErrorKind.ProtocolError, $"{source.Provider} sent {what}.{Quote(text)}", cause)
        {
            Body = SafeText.Neutralise(text),
            IsCutShort = body.TrimStart(BodyStart.Blank).IsEmpty,
            Advice = "Check the base URL: it mostly ends in /v1 and is not the address of a web page.",
        };
    }

    private static string Quote(string text) =>
        string.IsNullOrWhiteSpace(text)
            ? ""
            : $" It begins: {SafeText.Excerpt(text.Length > MaxQuote ? text[..MaxQuote] : text, MaxQuote)}";

    private static string Describe(ReadOnlySpan<byte> text, string message)
    {
        if (text.IsEmpty) return "an empty body";
        if (text[0] == (byte)'<') return "a web page in place of an answer";
        var reason = SafeText.Neutralise(message.Split('.')[0]);
        if (reason.StartsWith(CompletionEventReader.SentInstead, StringComparison.Ordinal))
            return reason[CompletionEventReader.SentInstead.Length..];
        return text[0] is (byte)'{' or (byte)'[' ? $"JSON that is broken ({reason})" : $"no completion ({reason})";
    }
}
