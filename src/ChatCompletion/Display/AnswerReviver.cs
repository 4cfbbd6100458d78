using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>Reads answers, chunks, choices, messages and tool calls that come back from a file or a job, to show and write them as before.</summary>
internal static class AnswerReviver
{
    private const string Parameter = "InputObject";
    private const string Namespace = "Deserialized.ChatCompletions.";

    private delegate T? Reader<out T>(ref Utf8JsonReader reader);

    /// <summary>The object itself if it is one of these; one made of its deserialized form; else <see langword="null"/>.</summary>
    /// <exception cref="ChatRequestException">The deserialized form is damaged.</exception>
    public static object? Revive(object? value)
    {
        var plain = PlainValue.Unwrap(value);
        if (plain is ChatCompletionChunk or ChatCompletion or ChatMessage or ChatChoice) return plain;
        if (value is not PSObject { TypeNames: [var type, ..] } wrapped || !type.StartsWith(Namespace, StringComparison.Ordinal)) return null;
        var name = type[Namespace.Length..];
        try
        {
            return name switch
            {
                nameof(ChatCompletionChunk) => Chunk(new ReturnedFields(wrapped), wrapped),
                nameof(ChatCompletion) => Completion(new ReturnedFields(wrapped)),
                nameof(ChatMessage) => Message(wrapped),
                nameof(ChatChoice) => Choice(new ReturnedFields(wrapped)),
                nameof(ChatToolCall) => ToolCall(wrapped),
                _ => null,
            };
        }
        catch (Exception damage) when (damage is InvalidDataException or JsonException or ChatRequestException or ExtendedTypeSystemException)
        {
            throw Errors.Wrong(
                Parameter,
                $"This {name} is damaged: {SafeText.Excerpt(damage.Message.TrimEnd('.'), 200)}.",
                damage,
                "Something has changed it since it was written. Its other properties can be read as they are: $item | Format-List *.");
        }
    }

    /// <summary>As <see cref="Revive"/>, where a damaged object is no error.</summary>
    /// <param name="value">The object.</param>
    /// <param name="revived">What <see cref="Revive"/> gives.</param>
    /// <param name="damage">Why the object cannot be read.</param>
    /// <returns>Whether the object is whole.</returns>
    public static bool TryRevive(object? value, out object? revived, [NotNullWhen(false)] out string? damage)
    {
        (revived, damage) = (null, null);
        try
        {
            revived = Revive(value);
            return true;
        }
        catch (ChatRequestException damaged)
        {
            damage = damaged.Message;
            return false;
        }
    }

    private static ChatCompletionChunk Chunk(ReturnedFields chunk, PSObject item) =>
        new(new ChunkHeader { Stream = $"{chunk.Text("Provider")}/{chunk.Text("Model")}/{chunk.Text("Id")}" })
        {
            Role = chunk.Text("Role"),
            LogProbs = Part("LogProbs", chunk, LogProbsReader.Read),
            Index = chunk.Count("Index") ?? 0,
            Content = chunk.Text("Content") ?? "",
            ReasoningContent = chunk.Text("ReasoningContent"),
            Refusal = chunk.Text("Refusal"),
            FinishReason = chunk.Text("FinishReason"),
            ToolCalls = Message(item).ToolCalls,
            Completion = chunk.Object("Completion") is { } whole ? Completion(new ReturnedFields(whole)) : null,
        };

    private static ChatCompletion Completion(ReturnedFields answer)
    {
        var completion = new ChatCompletion
        {
            Id = answer.Text("Id"),
            Object = answer.Text("Object"),
            Created = CellText.Known(answer.Find("Created")) as DateTimeOffset?,
            ServiceTier = answer.Text("ServiceTier"),
            SystemFingerprint = answer.Text("SystemFingerprint"),
            AdditionalProperties = PlainValue.From(Parameter, answer.Find("AdditionalProperties"), 0) as JsonDictionary,
            Provider = answer.Text("Provider"),
            Model = answer.Text("Model"),
            Duration = answer.Seconds("Duration"),
            Attempts = answer.Count("Attempts") ?? 1,
            FallbackFrom = answer.Text("FallbackFrom"),
            Complete = answer.Flag("Complete"),
            Error = answer.Text("Error"),
            Usage = Usage(answer),
        };
        foreach (var choice in answer.Objects("Choices")) completion.Choices.Add(Choice(new ReturnedFields(choice)));
        // An answer without a choice is the row of a question that failed.
        return completion.Choices.Count > 0 || completion.Error is not null ? completion : throw new InvalidDataException("it has no choices any more");
    }

    private static ChatChoice Choice(ReturnedFields choice) => new()
    {
        Index = choice.Count("Index") ?? 0,
        FinishReason = choice.Text("FinishReason"),
        Message = choice.Object("Message") is { } message ? Message(message) : new ChatMessage { Content = choice.Text("Content") },
        LogProbs = Part("LogProbs", choice, LogProbsReader.Read),
        AdditionalProperties = PlainValue.From(Parameter, choice.Find("AdditionalProperties"), 0) as JsonDictionary,
    };

    private static ChatMessage Message(PSObject value) => MessageReader.FromDeserialized(Parameter, ObjectFields.Of(value)!);

    private static ChatToolCall ToolCall(PSObject value) =>
        MessageReader.ToolCall(PlainValue.From(Parameter, value, 0) as JsonDictionary ?? throw new InvalidDataException("it has no properties any more"));

    /// <summary>The usage has all its counts in its text; older files have the three columns only.</summary>
    private static ChatUsage? Usage(ReturnedFields answer)
    {
        var columns = new ChatUsage
        {
            PromptTokens = answer.Number("PromptTokens"),
            CompletionTokens = answer.Number("CompletionTokens"),
            TotalTokens = answer.Number("TotalTokens"),
        };
        return Part("Usage", answer, UsageReader.Read)
            ?? (columns is { PromptTokens: null, CompletionTokens: null, TotalTokens: null } ? null : columns);
    }

    /// <summary>Log probabilities and usage are kept in their JSON text.</summary>
    private static T? Part<T>(string name, ReturnedFields item, Reader<T> read) where T : class
    {
        if (item.Find(name)?.ToString() is not { } json) return null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? read(ref reader) : throw new JsonException($"its {name} are no JSON object");
    }
}
