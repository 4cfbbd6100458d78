using System.Collections;

namespace ChatCompletions.Commands;

/// <summary>Reads earlier answers: completions and the last chunks of streams, also those that come back from files and jobs.</summary>
internal static class AnswerReader
{
    private const string CompletionType = "ChatCompletions.ChatCompletion";
    private const string ChunkType = "ChatCompletions.ChatCompletionChunk";
    private const string ChoiceType = "ChatCompletions.ChatChoice";

    /// <summary>Whether a value is an answer, a chunk of one, or one of its choices.</summary>
    public static bool IsAnswer(object? value) =>
        IsChoice(value) || PlainValue.Unwrap(value) is ChatCompletion or ChatCompletionChunk || MessageReader.IsDeserialized(value, CompletionType) || MessageReader.IsDeserialized(value, ChunkType);

    /// <summary>Whether a value is one choice of an answer.</summary>
    public static bool IsChoice(object? value) => PlainValue.Unwrap(value) is ChatChoice || MessageReader.IsDeserialized(value, ChoiceType);

    /// <summary>The whole answer; <see langword="null"/> of a chunk that is not the last one.</summary>
    public static object? Whole(object? value)
    {
        if (PlainValue.Unwrap(value) is ChatCompletionChunk chunk) return chunk.Completion;
        return MessageReader.IsDeserialized(value, ChunkType) ? ObjectFields.Of(value)!.Find("Completion") : value;
    }

    /// <summary>The message of a choice, or of an answer's first choice; <see langword="null"/> where there is none.</summary>
    public static object? Message(object? value)
    {
        if (IsChoice(value)) return ObjectFields.Of(value)!.Find("Message");
        var whole = Whole(value);
        if (PlainValue.Unwrap(whole) is ChatCompletion completion) return completion.Choices.FirstOrDefault()?.Message;
        var choices = PlainValue.Unwrap(ObjectFields.Of(whole)?.Find("Choices")) as IEnumerable;
        return ObjectFields.Of(choices?.Cast<object?>().FirstOrDefault())?.Find("Message");
    }
}
