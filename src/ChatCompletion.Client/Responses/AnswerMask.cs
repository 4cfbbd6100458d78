namespace ChatCompletions;

/// <summary>
/// Masks secrets that a server echoes in the metadata of an answer, and makes control characters in ids and names visible. The output of
/// the model stays exact: text, reasoning, refusal, arguments of tool calls, and audio.
/// </summary>
internal sealed class AnswerMask(SecretMask mask)
{
    /// <summary>Additional fields of a message that hold model output.</summary>
    private static readonly string[] ModelFields = ["reasoning_details", "thinking_blocks", "function_call"];

    /// <summary>The model output in these fields and in audio. Some servers require it back unchanged.</summary>
    private static readonly string[] ModelOutput =
        ["text", "summary", "thinking", "content", "data", "signature", "arguments", "transcript"];

    private ChunkHeader? _header;
    private ChunkHeader? _masked;

    /// <summary>Masks the header of a chunk. The same header gives the same object, so that chunks share it.</summary>
    public ChunkHeader Apply(ChunkHeader header)
    {
        if (ReferenceEquals(header, _header)) return _masked!;
        _header = header;
        return _masked = header with
        {
            Id = Name(header.Id),
            Object = Name(header.Object),
            Model = Name(header.Model),
            ServiceTier = Name(header.ServiceTier),
            SystemFingerprint = Name(header.SystemFingerprint),
        };
    }

    /// <summary>Masks the fields of a chunk, except those of its header.</summary>
    public void Apply(ChatCompletionChunk chunk)
    {
        chunk.AdditionalProperties = ApplyToMessage(chunk.AdditionalProperties);
        chunk.FinishReason = Name(chunk.FinishReason);
        chunk.Role = Name(chunk.Role);
        chunk.ToolCalls = Apply(chunk.ToolCalls);
        Apply(chunk.LogProbs);
    }

    /// <summary>Masks a completion.</summary>
    public void Apply(ChatCompletion completion)
    {
        completion.Id = Name(completion.Id);
        completion.Object = Name(completion.Object);
        completion.Model = Name(completion.Model);
        completion.ServiceTier = Name(completion.ServiceTier);
        completion.SystemFingerprint = Name(completion.SystemFingerprint);
        completion.AdditionalProperties = Apply(completion.AdditionalProperties);
        completion.Error = mask.ApplyToData(completion.Error);
        if (completion.Usage is { } usage) Apply(usage);
        foreach (var choice in completion.Choices)
        {
            choice.FinishReason = Name(choice.FinishReason);
            choice.Doubt = mask.ApplyToData(choice.Doubt);
            choice.AdditionalProperties = Apply(choice.AdditionalProperties);
            Apply(choice.Message);
            Apply(choice.LogProbs);
        }
    }

    private void Apply(ChatMessage message)
    {
        message.Role = Name(message.Role)!;
        message.AdditionalProperties = ApplyToMessage(message.AdditionalProperties);
        message.Annotations = (JsonList?)mask.ApplyToData(message.Annotations);
        message.ToolCalls = Apply(message.ToolCalls);
        message.Audio = (JsonDictionary?)ApplyExceptOutput(message.Audio);
    }

    /// <summary>
    /// Masks the ids and names of tool calls. Returns a copy if any differs, since the assembler still needs the original fragment.
    /// </summary>
    private ChatList<ChatToolCall>? Apply(ChatList<ChatToolCall>? calls)
    {
        if (calls is null || calls.TrueForAll(IsClean)) return calls;
        var clean = new ChatList<ChatToolCall>();
        foreach (var call in calls)
        {
            var copy = call.Copy();
            (copy.Id, copy.Type, copy.Name) = (Name(call.Id), Name(call.Type), Name(call.Name));
            copy.AdditionalProperties = Apply(call.AdditionalProperties);
            clean.Add(copy);
        }
        return clean;
    }

    private bool IsClean(ChatToolCall call) =>
        ReferenceEquals(Name(call.Id), call.Id)
        && ReferenceEquals(Name(call.Type), call.Type)
        && ReferenceEquals(Name(call.Name), call.Name)
        && ReferenceEquals(Apply(call.AdditionalProperties), call.AdditionalProperties);

    private void Apply(ChatUsage usage)
    {
        usage.AdditionalProperties = Apply(usage.AdditionalProperties);
        if (usage.PromptTokensDetails is { } prompt) prompt.AdditionalProperties = Apply(prompt.AdditionalProperties);
        if (usage.CompletionTokensDetails is { } completion) completion.AdditionalProperties = Apply(completion.AdditionalProperties);
    }

    private void Apply(ChatLogProbs? logProbs)
    {
        if (logProbs is null) return;
        logProbs.AdditionalProperties = Apply(logProbs.AdditionalProperties);
        Apply(logProbs.Content);
        Apply(logProbs.Refusal);
    }

    private void Apply(ChatList<ChatTokenLogProb>? tokens)
    {
        if (tokens is null) return;
        foreach (var token in tokens)
        {
            if (token.AdditionalProperties is not null) token.AdditionalProperties = Apply(token.AdditionalProperties);
            Apply(token.TopLogProbs);
        }
    }

    private string? Name(string? text) => SafeText.NeutraliseName(mask.ApplyToData(text));

    private JsonDictionary? Apply(JsonDictionary? fields) => (JsonDictionary?)mask.ApplyToData((object?)fields);

    private JsonDictionary? ApplyToMessage(JsonDictionary? fields) =>
        fields is null ? null : Map(fields, (name, value) =>
            ModelFields.Contains(name) ? ApplyExceptOutput(value) : mask.ApplyToData(value));

    /// <summary>Masks everything except the model output.</summary>
    private object? ApplyExceptOutput(object? value)
    {
        switch (value)
        {
            case JsonDictionary map:
                return Map(map, (name, inner) =>
                    ModelOutput.Contains(name) ? inner : inner is string text ? mask.ApplyToData(text) : ApplyExceptOutput(inner));
            case JsonList list:
                var items = list.ConvertAll(ApplyExceptOutput);
                if (items.SequenceEqual(list, ReferenceEqualityComparer.Instance)) return list;
                var copy = new JsonList();
                copy.AddRange(items);
                return copy;
            default: return value;
        }
    }

    /// <summary>Creates a copy with masked names and mapped values. Returns the same object if nothing differs.</summary>
    private JsonDictionary Map(JsonDictionary map, Func<string, object?, object?> mapValue)
    {
        var copy = new JsonDictionary();
        var differs = false;
        foreach (var (name, value) in map.Pairs())
        {
            var (newName, newValue) = (mask.ApplyToData(name)!, mapValue(name, value));
            differs |= !ReferenceEquals(newName, name) || !ReferenceEquals(newValue, value);
            copy[newName] = newValue;
        }
        return differs ? copy : map;
    }
}
