namespace ChatCompletions;

/// <summary>Assembles one choice from its events.</summary>
internal sealed class ChoiceAssembler(int index, ChatLimits limits)
{
    private readonly ToolCallAssembler _toolCalls = new(limits);
    private TextAssembler _content;
    private TextAssembler _reasoning;
    private TextAssembler _refusal;
    private AnswerIdTracker _ids;
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
    private AdditionalAssembler? _messageAdditional;
    private JsonDictionary? _additional;

    public int Index => index;

    public string? FinishReason { get; private set; }

    /// <summary>Whether more content arrived after the finish reason.</summary>
    public bool ContinuesAfterEnd { get; private set; }

    /// <summary>
    /// Adds the fields of an event. If a whole message repeats earlier text, only the new part remains in the event. If there are several
    /// finish reasons, the event gets the one that counts.
    /// </summary>
    /// <param name="fields">The fields of the event.</param>
    /// <param name="origin">The event.</param>
    public void Add(ref ChoiceFields fields, in EventOrigin origin)
    {
        ref var message = ref fields.Message;
        var isWhole = fields is { HasMessage: true, IsDelta: false };
        DetectMix(fields, origin, isWhole);
        _role ??= message.Role;
        if (isWhole) KeepNew(ref message, isEnded: FinishReason is not null);
        else if (!_hasDeltas && message.HasContent) _messageLength = _content.Length;
        _hasDeltas |= fields.IsDelta;
        Append(message, isWhole);
        if (fields.FullMessage is not null) AddFullMessage(ref message, ref fields.FullMessage.Fields);
        if (fields.LogProbs is not null) (_logProbs ??= new LogProbsAssembler()).Add(fields.LogProbs, isWhole);
        if (message.Additional is not null) (_messageAdditional ??= new AdditionalAssembler()).Add(message.Additional, isWhole);
        Merge(ref _additional, fields.Additional);
        ContinuesAfterEnd = fields.FinishReason is null && FinishReason is not null && (ContinuesAfterEnd || message.HasContent);
        FinishReason = FinishReasons.Join(FinishReason, fields.FinishReason);
        if (fields.FinishReason is not null) fields.FinishReason = FinishReason;
    }

    /// <summary>Detects pieces of several answers, and damaged text.</summary>
    private void DetectMix(in ChoiceFields fields, in EventOrigin origin, bool isWhole)
    {
        var hasText = fields.Message.HasContent;
        if (hasText || fields.FinishReason is not null) _ids.Add(origin.Id, hasText);
        if (hasText)
        {
            // A server that ends the reasoning with a finish reason continues without a role; another answer begins with one.
            var beginsAgain = FinishReason is not null && !isWhole && fields.Message is { Role: not null, Content.Length: > 0 }
                && _content.Length > 0;
            _isMixed |= beginsAgain || _event == origin.Number;
            _event = origin.Number;
        }
        _isDamaged |= origin.IsDamaged;
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

    /// <summary>
    /// Adds the new part of a whole message beside a delta. The message repeats the delta, or the text so far with or without the delta.
    /// </summary>
    private void AddFullMessage(ref MessageFields delta, ref MessageFields message)
    {
        if (_content.EndsWith(message.Content, delta.Content)) message.Content = null;
        if (message.Reasoning is { } reasoning && _reasoning.EndsWith(reasoning, delta.Reasoning)) message.ReplaceReasoning(null);
        if (message.Refusal is { } refusal && _refusal.EndsWith(refusal, delta.Refusal)) message.Refusal = null;
        KeepNew(ref message, isEnded: false);
        Append(message, isWhole: true);
        delta.AddNew(message);
    }

    /// <summary>Builds the choice.</summary>
    /// <param name="whole">Whether the server ended the answer.</param>
    public ChatChoice Build(bool whole)
    {
        whole &= FinishReasons.IsWhole(FinishReason);
        var calls = _toolCalls.Build(whole, out var callDoubt);
        return new()
        {
            Index = index,
            FinishReason = FinishReason,
            LogProbs = _logProbs?.All,
            AdditionalProperties = _additional,
            Doubt = whole ? Doubt(calls is not null) ?? callDoubt : null,
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
                AdditionalProperties = _messageAdditional?.Fields,
                IsAnswer = true,
            },
        };
    }

    /// <summary>Merges additional fields. A later value replaces an earlier one, unless it is null.</summary>
    public static void Merge(ref JsonDictionary? all, JsonDictionary? more)
    {
        if (more is null) return;
        all ??= new JsonDictionary();
        foreach (System.Collections.DictionaryEntry entry in more)
            if (entry.Value is not null || !all.Contains(entry.Key)) all[entry.Key] = entry.Value;
    }

    /// <summary>Gets the reason why the choice may not be complete; <see langword="null"/> if there is none.</summary>
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
        return !hasCalls && _parts is null && FinishReasons.IsForTools(FinishReason)
            ? "The server says that the model called tools, but sent no tool call."
            : null;
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
        if (text?.Length == _content.Length && text == _content.ToString()) _parts.ClearIfRepeated(parts);
        _parts.Add(parts);
    }

    /// <summary>
    /// Removes everything from a whole message that is not new. A text that contradicts earlier text is kept as an additional field.
    /// </summary>
    private void KeepNew(ref MessageFields message, bool isEnded)
    {
        message.Content = _content.NewPart(message.Content, _hasDeltas, isEnded);
        message.ReplaceReasoning(_reasoning.NewPart(message.Reasoning, _hasDeltas, isEnded));
        message.Refusal = _refusal.NewPart(message.Refusal, _hasDeltas, isEnded) is { Length: > 0 } refusal ? refusal : null;
        if (message.ToolCalls is not null) message.ToolCalls = _toolCalls.AddWhole(message.ToolCalls);
        KeepContradiction("content", _content.Contradiction);
        KeepContradiction("reasoning_content", _reasoning.Contradiction);
        KeepContradiction("refusal", _refusal.Contradiction);
    }

    private void KeepContradiction(string name, string? text)
    {
        if (text is null) return;
        _additional ??= new JsonDictionary();
        if (_additional["message"] is not JsonDictionary other) _additional["message"] = other = new JsonDictionary();
        if (other[name] is not { } earlier) other[name] = text;
        else if (earlier is JsonList all && !text.Equals(all[^1])) all.Add(text);
        else if (earlier is string && !text.Equals(earlier)) other[name] = new JsonList { earlier, text };
    }
}
