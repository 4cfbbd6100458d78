using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>Reads answers, chunks, choices, messages and tool calls that come back from a file or a job, to show and write them as before.</summary>
internal static class AnswerReviver
{
    private const string Parameter = "InputObject";
    private const string Namespace = "Deserialized.ChatCompletions.";

    /// <summary>The object itself if it is one of these; one made of its deserialized form; else <see langword="null"/>.</summary>
    /// <exception cref="ChatRequestException">A deserialized message holds something that no message holds.</exception>
    public static object? Revive(object? value)
    {
        var plain = PlainValue.Unwrap(value);
        if (plain is ChatCompletionChunk or ChatCompletion or ChatMessage or ChatChoice) return plain;
        if (value is not PSObject { TypeNames: [var type, ..] } wrapped || !type.StartsWith(Namespace, StringComparison.Ordinal)) return null;
        return type[Namespace.Length..] switch
        {
            nameof(ChatCompletionChunk) => Chunk(wrapped),
            nameof(ChatCompletion) => Completion(wrapped),
            nameof(ChatMessage) => Message(wrapped),
            nameof(ChatChoice) => Choice(wrapped),
            nameof(ChatToolCall) => MessageReader.ToolCall((JsonDictionary)PlainValue.From(Parameter, wrapped, 0)!),
            _ => null,
        };
    }

    private static ChatCompletionChunk Chunk(PSObject chunk) =>
        new(new ChunkHeader { Stream = $"{Text(chunk, "Provider")}/{Text(chunk, "Model")}/{Text(chunk, "Id")}" })
        {
            Index = (int)(Number(chunk, "Index") ?? 0),
            Content = Text(chunk, "Content") ?? "",
            ReasoningContent = Text(chunk, "ReasoningContent"),
            Refusal = Text(chunk, "Refusal"),
            FinishReason = Text(chunk, "FinishReason"),
            ToolCalls = Message(chunk).ToolCalls,
            Completion = Find(chunk, "Completion") is PSObject whole ? Completion(whole) : null,
        };

    private static ChatCompletion Completion(PSObject answer)
    {
        var completion = new ChatCompletion
        {
            Provider = Text(answer, "Provider"),
            Model = Text(answer, "Model"),
            Duration = Find(answer, "Duration") is IConvertible seconds ? seconds.ToDouble(CultureInfo.InvariantCulture) : null,
            Attempts = (int)(Number(answer, "Attempts") ?? 1),
            FallbackFrom = Text(answer, "FallbackFrom"),
            Complete = Find(answer, "Complete") is true,
            Error = Text(answer, "Error"),
            Usage = new ChatUsage
            {
                PromptTokens = Number(answer, "PromptTokens"),
                CompletionTokens = Number(answer, "CompletionTokens"),
                TotalTokens = Number(answer, "TotalTokens"),
            },
        };
        foreach (var choice in (Find(answer, "Choices") as IEnumerable ?? Array.Empty<object>()).OfType<PSObject>())
        {
            completion.Choices.Add(Choice(choice));
        }
        return completion;
    }

    private static ChatChoice Choice(PSObject choice) => new()
    {
        Index = (int)(Number(choice, "Index") ?? 0),
        FinishReason = Text(choice, "FinishReason"),
        Message = Find(choice, "Message") is PSObject message ? Message(message) : new ChatMessage { Content = Text(choice, "Content") },
        LogProbs = LogProbs(Find(choice, "LogProbs")?.ToString()),
        AdditionalProperties = PlainValue.From(Parameter, Find(choice, "AdditionalProperties"), 0) as JsonDictionary,
    };

    private static ChatMessage Message(PSObject value) => MessageReader.FromDeserialized(Parameter, ObjectFields.Of(value)!);

    /// <summary>Log probabilities are kept in their text, too.</summary>
    private static ChatLogProbs? LogProbs(string? json)
    {
        if (json is not ['{', ..]) return null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return LogProbsReader.Read(ref reader);
    }

    private static object? Find(PSObject value, string name) => value.Properties[name]?.Value switch
    {
        PSObject { BaseObject: PSCustomObject } custom => custom,
        var other => PlainValue.Unwrap(other),
    };

    private static string? Text(PSObject value, string name) => Find(value, name) as string;

    private static long? Number(PSObject value, string name) => Find(value, name) switch { int number => number, long number => number, _ => null };
}
