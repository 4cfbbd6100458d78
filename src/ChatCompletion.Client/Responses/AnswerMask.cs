namespace ChatCompletions;

/// <summary>
/// Masks secrets that a server echoes in the metadata of a good answer. What the model said stays exact: its text, reasoning,
/// refusal, tool calls and speech.
/// </summary>
internal sealed class AnswerMask(SecretMask mask)
{
    /// <summary>Fields of a message without a property that hold what the model said. Servers want some of them back unchanged.</summary>
    private static readonly string[] ModelFields = ["reasoning_details", "thinking_blocks", "function_call"];

    private ChunkHeader? _header;
    private ChunkHeader? _masked;

    /// <summary>The header of a chunk; the same object for the same header, so that chunks can share it.</summary>
    public ChunkHeader Apply(ChunkHeader header)
    {
        if (ReferenceEquals(header, _header)) return _masked!;
        _header = header;
        return _masked = header with
        {
            Id = mask.ApplyToData(header.Id),
            Object = mask.ApplyToData(header.Object),
            Model = mask.ApplyToData(header.Model),
            ServiceTier = mask.ApplyToData(header.ServiceTier),
            SystemFingerprint = mask.ApplyToData(header.SystemFingerprint),
        };
    }

    /// <summary>Masks a chunk's fields, apart from those of its header.</summary>
    public void Apply(ChatCompletionChunk chunk)
    {
        chunk.AdditionalProperties = ApplyToMessage(chunk.AdditionalProperties);
        chunk.FinishReason = mask.ApplyToData(chunk.FinishReason);
        chunk.Role = mask.ApplyToData(chunk.Role);
        Apply(chunk.LogProbs);
    }

    /// <summary>Masks a completion.</summary>
    public void Apply(ChatCompletion completion)
    {
        completion.Id = mask.ApplyToData(completion.Id);
        completion.Object = mask.ApplyToData(completion.Object);
        completion.Model = mask.ApplyToData(completion.Model);
        completion.ServiceTier = mask.ApplyToData(completion.ServiceTier);
        completion.SystemFingerprint = mask.ApplyToData(completion.SystemFingerprint);
        completion.AdditionalProperties = Apply(completion.AdditionalProperties);
        if (completion.Usage is { } usage) Apply(usage);
        foreach (var choice in completion.Choices)
        {
            choice.FinishReason = mask.ApplyToData(choice.FinishReason);
            choice.AdditionalProperties = Apply(choice.AdditionalProperties);
            choice.Message.Role = mask.ApplyToData(choice.Message.Role)!;
            choice.Message.AdditionalProperties = ApplyToMessage(choice.Message.AdditionalProperties);
            choice.Message.Annotations = (JsonList?)mask.ApplyToData(choice.Message.Annotations);
            Apply(choice.LogProbs);
        }
    }

    private void Apply(ChatUsage usage)
    {
        usage.AdditionalProperties = Apply(usage.AdditionalProperties);
        if (usage.PromptTokensDetails is { } prompt) prompt.AdditionalProperties = Apply(prompt.AdditionalProperties);
        if (usage.CompletionTokensDetails is { } completion) completion.AdditionalProperties = Apply(completion.AdditionalProperties);
    }

    private void Apply(ChatLogProbs? logProbs)
    {
        if (logProbs is not null) logProbs.AdditionalProperties = Apply(logProbs.AdditionalProperties);
    }

    private JsonDictionary? Apply(JsonDictionary? fields) => (JsonDictionary?)mask.ApplyToData((object?)fields);

    private JsonDictionary? ApplyToMessage(JsonDictionary? fields)
    {
        var masked = Apply(fields);
        if (ReferenceEquals(masked, fields)) return fields;
        foreach (var name in ModelFields)
            if (fields!.Contains(name)) masked![name] = fields[name];
        return masked;
    }
}
