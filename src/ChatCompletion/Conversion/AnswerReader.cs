using System.Collections;

namespace ChatCompletions.Commands;

/// <summary>Reads earlier answers: completions and the last chunks of streams, including those restored from files and jobs.</summary>
internal static class AnswerReader
{
    private const string CompletionType = "ChatCompletions.ChatCompletion";
    private const string ChunkType = "ChatCompletions.ChatCompletionChunk";
    private const string ChoiceType = "ChatCompletions.ChatChoice";

    /// <summary>Whether a value is an answer, a chunk of one, or one of its choices.</summary>
    public static bool IsAnswer(object? value) =>
        IsChoice(value)
        || PlainValue.Unwrap(value) is ChatCompletion or ChatCompletionChunk
        || MessageReader.IsDeserialized(value, CompletionType)
        || MessageReader.IsDeserialized(value, ChunkType);

    /// <summary>Whether a value is one choice of an answer.</summary>
    public static bool IsChoice(object? value) => PlainValue.Unwrap(value) is ChatChoice || MessageReader.IsDeserialized(value, ChoiceType);

    /// <summary>The error for a choice whose conversation was lost in a file or a job.</summary>
    public const string LostChoice = "This choice no longer has its conversation. Give both: "
        + "Invoke-ChatCompletion 'And why?' -History ($answer.History | Select-Object -SkipLast 1), $answer.Choices[1].";

    /// <summary>Whether a value is a choice whose conversation was lost.</summary>
    public static bool IsLostChoice(object? value) => IsChoice(value) && PlainValue.Unwrap(value) is not ChatChoice { Answer: not null };

    /// <summary>The whole answer; <see langword="null"/> for a chunk other than the last one.</summary>
    public static object? Whole(object? value)
    {
        if (PlainValue.Unwrap(value) is ChatCompletionChunk chunk) return chunk.Completion;
        return MessageReader.IsDeserialized(value, ChunkType) ? ObjectFields.Of(value)!.Find("Completion") : value;
    }

    /// <summary>
    /// The conversation of an answer, or of one of its choices: the messages sent, and its own message. A choice from a file or a job has
    /// only its own message.
    /// </summary>
    /// <returns>The messages; <see langword="null"/> for a chunk other than the last one.</returns>
    /// <exception cref="ChatRequestException">A message from a file or a job is damaged.</exception>
    public static List<ChatMessage>? Conversation(string parameter, object? value)
    {
        if (PlainValue.Unwrap(value) is ChatChoice { Answer: { } answer } choice) return [.. answer.HistoryOf(choice)];
        if (IsChoice(value)) return Read(parameter, ObjectFields.Of(value)!.Find("Message"));
        if (Whole(value) is not { } whole) return null;
        var fields = ObjectFields.Of(whole)!;
        if (fields.Find("History") is { } history) return MessageReader.ReadAll(parameter, history);
        var choices = PlainValue.Unwrap(fields.Find("Choices")) as IEnumerable;
        return Read(parameter, ObjectFields.Of(choices?.Cast<object?>().FirstOrDefault())?.Find("Message"));
    }

    private static List<ChatMessage> Read(string parameter, object? message) =>
        message is null ? [] : [MessageReader.Read(parameter, message)];
}
