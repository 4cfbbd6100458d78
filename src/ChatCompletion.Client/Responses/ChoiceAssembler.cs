namespace ChatCompletions;

/// <summary>Puts one choice together from the events that speak of it.</summary>
internal sealed class ChoiceAssembler(int index, ChatLimits limits)
{
    private readonly ToolCallAssembler _toolCalls = new(limits);
    private TextAssembler _content;
    private TextAssembler _reasoning;
    private TextAssembler _refusal;
    private IdWatch _ids;
    private bool _hasDeltas;
    private string? _role;
    private LogProbsAssembler? _logProbs;
    private PartsAssembler? _parts;
    private AnnotationAssembler? _annotations;
    private AudioAssembler? _audio;
    private JsonDictionary? _messageAdditional;
    private JsonDictionary? _additional;

    public int Index => index;

    public string? FinishReason { get; private set; }

    /// <summary>Whether more of the answer came after it had said why it ended.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>
    /// Adds what an event says of this choice. Of a whole message that says once more what came, only the rest is left in the event,
    /// and of several finish reasons the one that counts.
    /// </summary>
    /// <param name="fields">What the event says.</param>
    /// <param name="id">The id of the event's answer.</param>
    public void Add(ref ChoiceFields fields, string? id)
    {
        ref var message = ref fields.Message;
        var isWhole = fields is { HasMessage: true, IsDelta: false };
        if (message.HasContent) _ids.Add(id);
        _role ??= message.Role;
        if (isWhole) KeepRest(ref message);
        _hasDeltas |= fields.IsDelta;
        AddContent(message, isWhole);
        _reasoning.Add(message.Reasoning);
        _refusal.Add(message.Refusal);
        if (message.ToolCalls is not null && !isWhole) _toolCalls.AddFragments(message.ToolCalls);
        if (message.Annotations is not null) (_annotations ??= new AnnotationAssembler()).Add(message.Annotations, isWhole);
        if (message.Audio is not null) (_audio ??= new AudioAssembler()).Add(message.Audio, isWhole, _hasDeltas);
        if (fields.LogProbs is not null) (_logProbs ??= new LogProbsAssembler()).Add(fields.LogProbs, isWhole);
        Merge(ref _messageAdditional, message.Additional);
        Merge(ref _additional, fields.Additional);
        GoesOn = fields.FinishReason is null && FinishReason is not null && (GoesOn || message.HasContent);
        FinishReason = FinishReasons.Join(FinishReason, fields.FinishReason);
        if (fields.FinishReason is not null) fields.FinishReason = FinishReason;
    }

    /// <summary>The choice as it stands.</summary>
    /// <param name="whole">Whether the answer ended of itself.</param>
    public ChatChoice Build(bool whole)
    {
        whole &= FinishReasons.IsWhole(FinishReason);
        var calls = _toolCalls.Build(whole, out var fault);
        return new()
        {
            Index = index,
            FinishReason = FinishReason,
            LogProbs = _logProbs?.All,
            AdditionalProperties = _additional,
            Doubt = whole ? Doubt() ?? fault : null,
            Message = new ChatMessage
            {
                Role = _role ?? ChatRole.Assistant,
                Content = _content.ToString(),
                Parts = _parts?.Build(),
                ReasoningContent = _reasoning.ToString(),
                Refusal = _refusal.ToString(),
                ToolCalls = calls,
                Annotations = _annotations?.Items,
                Audio = _audio?.Build(),
                AdditionalProperties = _messageAdditional,
                IsAnswer = true,
            },
        };
    }

    /// <summary>Later values of a field that has no property stand for earlier ones.</summary>
    public static void Merge(ref JsonDictionary? all, JsonDictionary? more)
    {
        if (more is null) return;
        all ??= new JsonDictionary();
        foreach (System.Collections.DictionaryEntry entry in more)
            if (entry.Value is not null || !all.Contains(entry.Key)) all[entry.Key] = entry.Value;
    }

    /// <summary>What speaks against the answer being whole.</summary>
    private string? Doubt()
    {
        if (_ids.IsMixed) return "The server sent pieces of several answers under one index: their ids take turns.";
        if (_content.Contradiction is not null || _refusal.Contradiction is not null)
            return "The server sent a whole message that differs from the pieces before it; AdditionalProperties of the choice have it.";
        if (_content.IsDoubtful || _refusal.IsDoubtful)
            return "The server sent the same text twice; it can be two pieces or one message repeated.";
        return _toolCalls.IsContradicted ? "The server sent two versions of a tool call." : null;
    }

    private void AddContent(in MessageFields message, bool isWhole)
    {
        if (message.Parts is not { } parts)
        {
            _content.Add(message.Content);
            _parts?.AddText(message.Content);
            return;
        }
        _parts ??= new PartsAssembler(_content.ToString());
        _content.Add(message.Content);
        var text = isWhole ? ContentParts.JoinText(parts) : null;
        if (text?.Length == _content.Length && text == _content.ToString()) _parts.ForgetFor(parts);
        _parts.Add(parts);
    }

    /// <summary>Leaves in a whole message what is new. A text that differs from what came before it is kept beside that.</summary>
    private void KeepRest(ref MessageFields message)
    {
        message.Content = _content.Rest(message.Content, _hasDeltas);
        message.ReplaceThought(_reasoning.Rest(message.Reasoning, _hasDeltas));
        message.Refusal = _refusal.Rest(message.Refusal, _hasDeltas) is { Length: > 0 } refusal ? refusal : null;
        if (message.ToolCalls is not null) message.ToolCalls = _toolCalls.AddWhole(message.ToolCalls);
        KeepOther("content", _content.Contradiction);
        KeepOther("reasoning_content", _reasoning.Contradiction);
        KeepOther("refusal", _refusal.Contradiction);
    }

    private void KeepOther(string name, string? text)
    {
        if (text is null) return;
        _additional ??= new JsonDictionary();
        if (_additional["message"] is not JsonDictionary other) _additional["message"] = other = new JsonDictionary();
        other[name] = text;
    }
}
