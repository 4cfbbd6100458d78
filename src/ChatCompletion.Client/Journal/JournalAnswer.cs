using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>An answer as a journal keeps it: all that it showed when it came, so that it can be shown again.</summary>
internal static class JournalAnswer
{
    private delegate T? Reader<out T>(ref Utf8JsonReader reader);

    /// <summary>The answer as plain values. What there is none of is left out.</summary>
    public static JsonDictionary Write(ChatCompletion answer) => JournalParts.Without(new()
    {
        ["id"] = answer.Id,
        ["object"] = answer.Object,
        ["created"] = answer.Created?.ToUnixTimeSeconds(),
        ["provider"] = answer.Provider,
        ["model"] = answer.Model,
        ["askedModel"] = answer.AskedModel,
        ["askedChoices"] = answer.AskedChoices,
        ["choices"] = JournalParts.List(answer.Choices, Write),
        ["usage"] = JournalParts.Of(answer.Usage),
        ["serviceTier"] = answer.ServiceTier,
        ["systemFingerprint"] = answer.SystemFingerprint,
        ["complete"] = answer.Complete,
        ["error"] = answer.Error,
        ["cost"] = answer.Cost,
        ["duration"] = answer.Duration,
        ["attempts"] = answer.Attempts,
        ["fallbackFrom"] = answer.FallbackFrom,
        ["requestId"] = answer.RequestId,
        ["rateLimit"] = JournalParts.Of(answer.RateLimit),
        ["additional"] = answer.AdditionalProperties,
    });

    /// <summary>The answer again.</summary>
    /// <exception cref="JsonException">A value is missing.</exception>
    public static ChatCompletion Read(JsonDictionary map)
    {
        var answer = new ChatCompletion
        {
            Id = Text(map, "id"),
            Object = Text(map, "object"),
            Created = map["created"] is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Provider = Text(map, "provider"),
            Model = Text(map, "model"),
            AskedModel = Text(map, "askedModel"),
            AskedChoices = (int)(map["askedChoices"] as long? ?? 0),
            Usage = Part(map["usage"], UsageReader.Read),
            ServiceTier = Text(map, "serviceTier"),
            SystemFingerprint = Text(map, "systemFingerprint"),
            Complete = map["complete"] as bool? ?? throw new JsonException("The answer does not say whether it is whole."),
            Error = Text(map, "error"),
            Cost = Number(map, "cost"),
            Duration = Number(map, "duration"),
            Attempts = (int)(map["attempts"] as long? ?? 1),
            FallbackFrom = Text(map, "fallbackFrom"),
            RequestId = Text(map, "requestId"),
            RateLimit = map["rateLimit"] is JsonDictionary limit ? ReadLimit(limit) : null,
            AdditionalProperties = map["additional"] as JsonDictionary,
            FromJournal = true,
        };
        foreach (var choice in map["choices"] as JsonList ?? throw new JsonException("The answer has no choices."))
        {
            answer.Choices.Add(ReadChoice((JsonDictionary)choice!));
            answer.Choices[^1].Answer = answer;
        }
        return answer;
    }

    private static ChatRateLimit ReadLimit(JsonDictionary map) => new()
    {
        LimitRequests = map["limit_requests"] as long?,
        RemainingRequests = map["remaining_requests"] as long?,
        ResetRequests = Number(map, "reset_requests"),
        LimitTokens = map["limit_tokens"] as long?,
        RemainingTokens = map["remaining_tokens"] as long?,
        ResetTokens = Number(map, "reset_tokens"),
    };

    private static JsonDictionary Write(ChatChoice choice) => JournalParts.Without(new()
    {
        ["index"] = choice.Index,
        ["finishReason"] = choice.FinishReason,
        ["doubt"] = choice.Doubt,
        ["message"] = Write(choice.Message),
        ["logprobs"] = JournalParts.Of(choice.LogProbs),
        ["additional"] = choice.AdditionalProperties,
    });

    private static ChatChoice ReadChoice(JsonDictionary map) => new()
    {
        Index = (int)(map["index"] as long? ?? 0),
        FinishReason = Text(map, "finishReason"),
        Doubt = Text(map, "doubt"),
        Message = ReadMessage((JsonDictionary)map["message"]!),
        LogProbs = Part(map["logprobs"], LogProbsReader.Read),
        AdditionalProperties = map["additional"] as JsonDictionary,
    };

    private static JsonDictionary Write(ChatMessage message) => JournalParts.Without(new()
    {
        ["role"] = message.Role,
        ["content"] = message.Content,
        ["parts"] = message.Parts,
        ["name"] = message.Name,
        ["refusal"] = message.Refusal,
        ["reasoning"] = message.ReasoningContent,
        ["toolCalls"] = JournalParts.List(message.ToolCalls, Write),
        ["toolCallId"] = message.ToolCallId,
        ["annotations"] = message.Annotations,
        ["audio"] = message.Audio,
        ["additional"] = message.AdditionalProperties,
    });

    private static ChatMessage ReadMessage(JsonDictionary map) => new()
    {
        Role = Text(map, "role") ?? ChatRole.Assistant,
        Content = Text(map, "content"),
        Parts = map["parts"] as JsonList,
        Name = Text(map, "name"),
        Refusal = Text(map, "refusal"),
        ReasoningContent = Text(map, "reasoning"),
        ToolCalls = ReadCalls(map["toolCalls"] as JsonList),
        ToolCallId = Text(map, "toolCallId"),
        Annotations = map["annotations"] as JsonList,
        Audio = map["audio"] as JsonDictionary,
        AdditionalProperties = map["additional"] as JsonDictionary,
        IsAnswer = true,
    };

    private static JsonDictionary Write(ChatToolCall call) => JournalParts.Without(new()
    {
        ["index"] = call.Index,
        ["id"] = call.Id,
        ["type"] = call.Type,
        ["name"] = call.Name,
        ["arguments"] = call.Arguments,
        ["additional"] = call.AdditionalProperties,
    });

    private static ChatList<ChatToolCall>? ReadCalls(JsonList? list)
    {
        if (list is null) return null;
        var calls = new ChatList<ChatToolCall>();
        calls.AddRange(list.Cast<JsonDictionary>().Select(static map => new ChatToolCall
        {
            Index = (int?)(map["index"] as long?),
            Id = Text(map, "id"),
            Type = Text(map, "type"),
            Name = Text(map, "name"),
            Arguments = Text(map, "arguments"),
            AdditionalProperties = map["additional"] as JsonDictionary,
        }));
        return calls;
    }

    private static string? Text(JsonDictionary map, string name) => map[name] as string;

    private static double? Number(JsonDictionary map, string name) =>
        map[name] is long or double ? Convert.ToDouble(map[name], CultureInfo.InvariantCulture) : null;

    /// <summary>What has a reader of its own for the server's form is kept in that form.</summary>
    private static T? Part<T>(object? value, Reader<T> read) where T : class
    {
        if (value is null) return null;
        var reader = new Utf8JsonReader(ExactJson.ToUtf8(value).Span, JournalLine.ReaderOptions);
        reader.Read();
        return read(ref reader);
    }
}
