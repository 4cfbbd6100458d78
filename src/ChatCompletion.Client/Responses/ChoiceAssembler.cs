namespace ChatCompletions;

/// <summary>Puts one choice together from the events that speak of it.</summary>
internal sealed class ChoiceAssembler(int index, ChatLimits limits)
{
    private readonly ToolCallAssembler _toolCalls = new(limits);
    private TextAssembler _content;
    private TextAssembler _reasoning;
    private TextAssembler _refusal;
    private IdWatch _ids;
    private int _event = -1;
    private bool _hasDeltas;
    private bool _isMixed;
    private bool _isDamaged;
    private int _messageLength;
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
    /// <param name="source">The event.</param>
    public void Add(ref ChoiceFields fields, in EventInfo source)
    {
        ref var message = ref fields.Message;
        var isWhole = fields is { HasMessage: true, IsDelta: false };
        Watch(fields, source);
        _role ??= message.Role;
        if (isWhole) KeepRest(ref message, isEnded: FinishReason is not null);
        else if (!_hasDeltas && message.HasContent) _messageLength = _content.Length;
        _hasDeltas |= fields.IsDelta;
        Append(message, isWhole);
        if (fields.Beside is not null) AddBeside(ref message, ref fields.Beside.Fields);
        if (fields.LogProbs is not null) (_logProbs ??= new LogProbsAssembler()).Add(fields.LogProbs, isWhole);
        Merge(ref _messageAdditional, message.Additional);
        Merge(ref _additional, fields.Additional);
        GoesOn = fields.FinishReason is null && FinishReason is not null && (GoesOn || message.HasContent);
        FinishReason = FinishReasons.Join(FinishReason, fields.FinishReason);
        if (fields.FinishReason is not null) fields.FinishReason = FinishReason;
    }

    /// <summary>Looks for pieces of several answers, and for text that did not arrive as it was sent.</summary>
    private void Watch(in ChoiceFields fields, in EventInfo source)
    {
        var hasText = fields.Message.HasContent;
        if (hasText || fields.FinishReason is not null) _ids.Add(source.Id, hasText);
        if (hasText)
        {
            _isMixed |= _event == source.Number;
            _event = source.Number;
        }
        _isDamaged |= source.IsDamaged;
    }

    private void Append(in MessageFields message, bool isWhole)
    {
        AddContent(message, isWhole);
        _reasoning.Add(message.Reasoning);
        _refusal.Add(message.Refusal);
        if (message.ToolCalls is not null && !isWhole) _toolCalls.AddFragments(message.ToolCalls);
        if (message.Annotations is not null) (_annotations ??= new AnnotationAssembler()).Add(message.Annotations, isWhole);
        if (message.Audio is not null) (_audio ??= new AudioAssembler()).Add(message.Audio, isWhole, _hasDeltas);
    }

    /// <summary>Adds what a whole message has beyond the delta beside it. It may repeat the delta, or all of the text, with the delta or without.</summary>
    private void AddBeside(ref MessageFields delta, ref MessageFields message)
    {
        if (_content.EndsWith(message.Content, delta.Content)) message.Content = null;
        if (message.Reasoning is { } thought && _reasoning.EndsWith(thought, delta.Reasoning)) message.ReplaceReasoning(null);
        if (message.Refusal is { } refusal && _refusal.EndsWith(refusal, delta.Refusal)) message.Refusal = null;
        KeepRest(ref message, isEnded: false);
        Append(message, isWhole: true);
        delta.AddRest(message);
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
            Doubt = whole ? Doubt(calls is not null) ?? fault : null,
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
    private string? Doubt(bool hasCalls)
    {
        if (_isMixed || _ids.IsMixed) return "The server sent pieces of several answers under one index.";
        if (_isDamaged) return "The server sent bytes that are not UTF-8; replacement characters stand in their place.";
        if (_content.Contradiction is not null || _refusal.Contradiction is not null)
            return "The server sent a whole message that differs from the pieces before it; AdditionalProperties of the choice have it.";
        if (_content.IsDoubtful || _refusal.IsDoubtful || _content.HasRepeated(_messageLength))
            return "The server sent the same text twice; it can be two pieces or one message repeated.";
        if (_toolCalls.IsContradicted) return "The server sent two versions of a tool call.";
        if (_toolCalls.IsAmbiguous) return "The server sent fragments of tool calls that contradict each other.";
        return !hasCalls && _parts is null && FinishReasons.IsForTools(FinishReason) ? "The server says that the model called tools, but sent no tool call." : null;
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
    private void KeepRest(ref MessageFields message, bool isEnded)
    {
        message.Content = _content.Rest(message.Content, _hasDeltas, isEnded);
        message.ReplaceReasoning(_reasoning.Rest(message.Reasoning, _hasDeltas, isEnded));
        message.Refusal = _refusal.Rest(message.Refusal, _hasDeltas, isEnded) is { Length: > 0 } refusal ? refusal : null;
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
        if (other[name] is not { } earlier) other[name] = text;
        else if (earlier is JsonList all && !text.Equals(all[^1])) all.Add(text);
        else if (earlier is string && !text.Equals(earlier)) other[name] = new JsonList { earlier, text };
    }
}
