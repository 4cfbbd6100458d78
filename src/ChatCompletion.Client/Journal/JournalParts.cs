namespace ChatCompletions;

/// <summary>The parts of an answer as a journal keeps them: plain values under the names of the wire, which writing does not change.</summary>
internal static class JournalParts
{
    /// <summary>The counts of tokens.</summary>
    public static JsonDictionary? Of(ChatUsage? usage) => usage is null ? null : With(usage.AdditionalProperties, new()
    {
        ["prompt_tokens"] = usage.PromptTokens,
        ["completion_tokens"] = usage.CompletionTokens,
        ["total_tokens"] = usage.TotalTokens,
        ["prompt_tokens_details"] = Of(usage.PromptTokensDetails),
        ["completion_tokens_details"] = Of(usage.CompletionTokensDetails),
    });

    /// <summary>The log probabilities of tokens.</summary>
    public static JsonDictionary? Of(ChatLogProbs? logProbs) => logProbs is null ? null : With(logProbs.AdditionalProperties, new()
    {
        ["content"] = List(logProbs.Content, Of),
        ["refusal"] = List(logProbs.Refusal, Of),
    });

    /// <summary>What a server still allows.</summary>
    public static JsonDictionary? Of(ChatRateLimit? limit) => limit is null ? null : Without(new()
    {
        ["limit_requests"] = limit.LimitRequests,
        ["remaining_requests"] = limit.RemainingRequests,
        ["reset_requests"] = limit.ResetRequests,
        ["limit_tokens"] = limit.LimitTokens,
        ["remaining_tokens"] = limit.RemainingTokens,
        ["reset_tokens"] = limit.ResetTokens,
    });

    /// <summary>A list of parts; <see langword="null"/> where there is none.</summary>
    public static JsonList? List<T>(IEnumerable<T>? items, Func<T, JsonDictionary?> part)
    {
        if (items is null) return null;
        var list = new JsonList();
        list.AddRange(items.Select(part));
        return list;
    }

    /// <summary>Leaves out what has no value.</summary>
    public static JsonDictionary Without(JsonDictionary map)
    {
        foreach (var (name, value) in map.Pairs().ToList())
            if (value is null) map.Remove(name);
        return map;
    }

    private static JsonDictionary? Of(PromptTokensDetails? details) => details is null ? null : With(details.AdditionalProperties, new()
    {
        ["cached_tokens"] = details.CachedTokens,
        ["audio_tokens"] = details.AudioTokens,
    });

    private static JsonDictionary? Of(CompletionTokensDetails? details) => details is null ? null : With(details.AdditionalProperties, new()
    {
        ["reasoning_tokens"] = details.ReasoningTokens,
        ["audio_tokens"] = details.AudioTokens,
        ["accepted_prediction_tokens"] = details.AcceptedPredictionTokens,
        ["rejected_prediction_tokens"] = details.RejectedPredictionTokens,
    });

    private static JsonDictionary Of(ChatTokenLogProb token) => With(token.AdditionalProperties, new()
    {
        ["token"] = token.Token,
        ["bytes"] = token.Bytes is null ? null : Numbers(token.Bytes),
        ["logprob"] = token.LogProb,
        ["top_logprobs"] = List(token.TopLogProbs, Of),
    });

    private static JsonList Numbers(IEnumerable<int> numbers)
    {
        var list = new JsonList();
        list.AddRange(numbers.Select(static number => (object)(long)number));
        return list;
    }

    private static JsonDictionary With(JsonDictionary? additional, JsonDictionary map)
    {
        Without(map);
        foreach (var (name, value) in additional?.Pairs() ?? []) map[name] = value;
        return map;
    }
}
