using System.Globalization;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Reads and writes an answer in a journal: its body in the API's form, and the facts of the call.</summary>
internal static class JournalAnswer
{
    /// <summary>Any recorded answer can be read.</summary>
    private static readonly ChatLimits NoLimits = new() { MaxItems = int.MaxValue };

    /// <summary>Gets the facts of the call, as plain values.</summary>
    public static JsonDictionary FactsOf(ChatCompletion answer)
    {
        var facts = new JsonDictionary
        {
            ["provider"] = answer.Provider,
            ["askedModel"] = answer.AskedModel,
            ["askedChoices"] = answer.AskedChoices,
            ["choices"] = answer.Choices.Count,
            ["complete"] = answer.Complete,
            ["error"] = answer.Error,
            ["cost"] = answer.Cost,
            ["duration"] = answer.Duration,
            ["attempts"] = answer.Attempts,
            ["fallbackFrom"] = answer.FallbackFrom,
            ["requestId"] = answer.RequestId,
            ["rateLimit"] = answer.RateLimit is { } limit ? JsonText.Parse(limit.ToString()) : null,
        };
        facts.RemoveNulls();
        return facts;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="json">The body.</param>
    /// <param name="facts">The facts of the call.</param>
    /// <exception cref="JsonException">The body is not an answer, or a fact is missing.</exception>
    public static ChatCompletion Read(ReadOnlySpan<byte> json, JsonDictionary facts)
    {
        var provider = facts["provider"] as string;
        var source = new AnswerSource(provider ?? "", new SecretMask([]), NoLimits) { ReaderOptions = JournalLine.ReaderOptions };
        var answer = WholeAnswer.ReadRecorded(json, source);
        if (facts["choices"] is not long count || answer.Choices.Count != count) throw new JsonException("The answer lacks choices.");
        JournalForm.Restore(answer);
        answer.Provider = provider;
        answer.AskedModel = facts["askedModel"] as string;
        answer.AskedChoices = (int)(facts["askedChoices"] as long? ?? 0);
        answer.Complete = facts["complete"] as bool? ?? throw new JsonException("The answer does not say whether it is complete.");
        answer.Error = facts["error"] as string;
        answer.Cost = Number(facts, "cost");
        answer.Duration = Number(facts, "duration");
        answer.Attempts = (int)(facts["attempts"] as long? ?? 1);
        answer.FallbackFrom = facts["fallbackFrom"] as string;
        answer.RequestId = facts["requestId"] as string;
        answer.RateLimit = facts["rateLimit"] is JsonDictionary limit ? ReadLimit(limit) : null;
        answer.FromJournal = true;
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

    private static double? Number(JsonDictionary map, string name) =>
        map[name] is long or double ? Convert.ToDouble(map[name], CultureInfo.InvariantCulture) : null;
}
