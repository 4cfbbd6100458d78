namespace ChatCompletions;

/// <summary>Puts one choice together from the events that speak of it.</summary>
internal sealed class ChoiceAssembler(int index, ChatLimits limits)
{
    private readonly ToolCallAssembler _toolCalls = new(limits);
    private TextAssembler _content;
    private TextAssembler _reasoning;
    private TextAssembler _refusal;
    private bool _hasDeltas;
    private string? _role;
    private ChatLogProbs? _logProbs;
    private JsonList? _parts;
    private JsonList? _annotations;
    private JsonDictionary? _audio;
    private JsonDictionary? _messageAdditional;
    private JsonDictionary? _additional;

    public int Index => index;

    public string? FinishReason { get; private set; }

    /// <summary>Adds what an event says of this choice. Of a whole message that says once more what came, only the rest is left in the event.</summary>
    public void Add(ref ChoiceFields fields)
    {
        ref var message = ref fields.Message;
        _role ??= message.Role;
        if (fields is { HasMessage: true, IsDelta: false }) KeepRest(ref message);
        _hasDeltas |= fields.IsDelta;
        _content.Add(message.Content);
        _reasoning.Add(message.Reasoning);
        _refusal.Add(message.Refusal);
        if (message.ToolCalls is not null)
        {
            if (fields.IsDelta) _toolCalls.AddFragments(message.ToolCalls);
            else _toolCalls.AddWhole(message.ToolCalls);
        }
        Join(ref _parts, message.Parts);
        Join(ref _annotations, message.Annotations);
        JoinAudio(message.Audio);
        Merge(ref _messageAdditional, message.Additional);
        Merge(ref _additional, fields.Additional);
        Join(fields.LogProbs);
        FinishReason = fields.FinishReason ?? FinishReason;
    }

    /// <summary>The choice as it stands.</summary>
    /// <param name="whole">Whether the answer ended of itself.</param>
    public ChatChoice Build(bool whole) => new()
    {
        Index = index,
        FinishReason = FinishReason,
        LogProbs = _logProbs,
        AdditionalProperties = _additional,
        Message = new ChatMessage
        {
            Role = _role ?? ChatRole.Assistant,
            Content = _content.ToString(),
            Parts = _parts,
            ReasoningContent = _reasoning.ToString(),
            Refusal = _refusal.ToString(),
            ToolCalls = _toolCalls.Build(whole && FinishReasons.IsWhole(FinishReason)),
            Annotations = _annotations,
            Audio = _audio,
            AdditionalProperties = _messageAdditional,
            IsAnswer = true,
        },
    };

    /// <summary>Later values of a field that has no property stand for earlier ones.</summary>
    public static void Merge(ref JsonDictionary? all, JsonDictionary? more)
    {
        if (more is null) return;
        all ??= new JsonDictionary();
        foreach (System.Collections.DictionaryEntry entry in more)
            if (entry.Value is not null || !all.Contains(entry.Key)) all[entry.Key] = entry.Value;
    }

    private void KeepRest(ref MessageFields message)
    {
        message.Content = _content.New(message.Content, trims: _hasDeltas);
        message.ReplaceThought(_reasoning.New(message.Reasoning, trims: _hasDeltas));
        message.Refusal = _refusal.New(message.Refusal, trims: _hasDeltas);
    }

    private static void Join(ref JsonList? all, JsonList? more)
    {
        if (more is not null) (all ??= []).AddRange(more);
    }

    /// <summary>A spoken answer's data and transcript come in pieces.</summary>
    private void JoinAudio(JsonDictionary? more)
    {
        if (more is null) return;
        _audio ??= new JsonDictionary();
        foreach (System.Collections.DictionaryEntry entry in more)
        {
            var piece = entry.Key is "data" or "transcript" && _audio[entry.Key] is string soFar ? soFar + entry.Value : entry.Value;
            _audio[entry.Key] = piece ?? _audio[entry.Key];
        }
    }

    private void Join(ChatLogProbs? more)
    {
        if (more is null) return;
        _logProbs ??= new ChatLogProbs();
        if (more.Content is not null) (_logProbs.Content ??= []).AddRange(more.Content);
        if (more.Refusal is not null) (_logProbs.Refusal ??= []).AddRange(more.Refusal);
        if (more.AdditionalProperties is not null) _logProbs.AdditionalProperties = more.AdditionalProperties;
    }
}
