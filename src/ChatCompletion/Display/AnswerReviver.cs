using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Commands;

/// <summary>
/// Rebuilds answers, chunks, choices, messages and tool calls from their deserialized forms, which files and jobs return, to show and
/// export them as before.
/// </summary>
internal static class AnswerReviver
{
    private const string Parameter = "InputObject";
    private const string Namespace = "Deserialized.ChatCompletions.";

    private delegate T? Reader<out T>(ref Utf8JsonReader reader);

    /// <summary>
    /// The object itself if it is one of these types; an object rebuilt from its deserialized form; otherwise <see langword="null"/>.
    /// </summary>
    /// <exception cref="ChatRequestException">The deserialized form is damaged.</exception>
    public static object? Revive(object? value)
    {
        var plain = PlainValue.Unwrap(value);
        if (plain is ChatCompletionChunk or ChatCompletion or ChatMessage or ChatChoice) return plain;
        if (value is not PSObject { TypeNames: [var type, ..] } wrapped) return null;
        if (!type.StartsWith(Namespace, StringComparison.Ordinal)) return null;
        var name = type[Namespace.Length..];
        try
        {
            return name switch
            {
                nameof(ChatCompletionChunk) => Chunk(new DeserializedFields(wrapped), wrapped),
                nameof(ChatCompletion) => Completion(new DeserializedFields(wrapped)),
                nameof(ChatMessage) => Message(wrapped),
                nameof(ChatChoice) => Choice(new DeserializedFields(wrapped)),
                nameof(ChatToolCall) => ToolCall(wrapped),
                _ => null,
            };
        }
        catch (Exception damage)
            when (damage is InvalidDataException or JsonException or ChatRequestException or ExtendedTypeSystemException)
        {
            throw Errors.Wrong(
                Parameter,
                $"This {name} is damaged: {SafeText.Excerpt(damage.Message.TrimEnd('.'), 200)}.",
                damage,
                "It has changed since it was written. You can still read its other properties: $item | Format-List *.");
        }
    }

    /// <summary>Like <see cref="Revive"/>, but a damaged object is not an exception.</summary>
    /// <param name="value">The object.</param>
    /// <param name="revived">The result of <see cref="Revive"/>.</param>
    /// <param name="damage">Why the object is damaged.</param>
    /// <returns>Whether the object is undamaged.</returns>
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

    private static ChatCompletionChunk Chunk(DeserializedFields chunk, PSObject item) =>
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
            Completion = chunk.Object("Completion") is { } whole ? Completion(new DeserializedFields(whole)) : null,
        };

    private static ChatCompletion Completion(DeserializedFields answer)
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
        foreach (var choice in answer.Objects("Choices")) completion.Choices.Add(Choice(new DeserializedFields(choice)));
        // An answer without choices is the row of a failed question.
        return completion.Choices.Count > 0 || completion.Error is not null
            ? completion
            : throw new InvalidDataException("it no longer has choices");
    }

    private static ChatChoice Choice(DeserializedFields choice) => new()
    {
        Index = choice.Count("Index") ?? 0,
        FinishReason = choice.Text("FinishReason"),
        Message = choice.Object("Message") is { } message ? Message(message) : new ChatMessage { Content = choice.Text("Content") },
        LogProbs = Part("LogProbs", choice, LogProbsReader.Read),
        AdditionalProperties = PlainValue.From(Parameter, choice.Find("AdditionalProperties"), 0) as JsonDictionary,
    };

    private static ChatMessage Message(PSObject value) => MessageReader.FromDeserialized(Parameter, ObjectFields.Of(value)!);

    private static ChatToolCall ToolCall(PSObject value) =>
        MessageReader.ToolCall(PlainValue.From(Parameter, value, 0) as JsonDictionary
            ?? throw new InvalidDataException("it no longer has properties"));

    /// <summary>Reads the usage from its JSON text; older files have only the three columns.</summary>
    private static ChatUsage? Usage(DeserializedFields answer)
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

    /// <summary>Reads a property that is serialized as its JSON text: log probabilities and usage.</summary>
    private static T? Part<T>(string name, DeserializedFields item, Reader<T> read) where T : class
    {
        if (item.Find(name)?.ToString() is not { } json) return null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject
            ? read(ref reader)
            : throw new JsonException($"its {name} is not a JSON object");
    }
}
