using System.Runtime.InteropServices;

namespace ChatCompletions;

/// <summary>Puts an answer together from its events. At any moment it can tell what has arrived so far.</summary>
internal sealed class AnswerAssembler(ChatLimits limits)
{
    private readonly List<ChoiceAssembler> _choices = [];
    private ChunkHeader? _header;
    private ChatUsage? _usage;
    private JsonDictionary? _additional;
    private int _events;

    /// <summary>Whether any choice has begun.</summary>
    public bool Any => Count > 0;

    /// <summary>How many choices have begun.</summary>
    public int Count => _choices.Count;

    /// <summary>Whether the choice of this index has begun.</summary>
    public bool Has(int index) => _choices.Exists(choice => choice.Index == index);

    /// <summary>Whether every choice that began has said why it ended.</summary>
    public bool AllFinished => _choices.TrueForAll(static choice => choice.FinishReason is not null);

    /// <summary>Whether any choice has said why it ended.</summary>
    public bool AnyFinished => _choices.Exists(static choice => choice.FinishReason is not null);

    /// <summary>Whether any choice went on after it had said why it ended.</summary>
    public bool AnyGoesOn => _choices.Exists(static choice => choice.GoesOn);

    /// <summary>Adds an event of a stream. Text in it that repeats earlier text is removed from it.</summary>
    /// <param name="answer">The event.</param>
    /// <param name="isDamaged">Whether its bytes are not UTF-8.</param>
    public void Add(CompletionEventReader answer, bool isDamaged = false)
    {
        AddHeader(answer);
        var source = new EventInfo(_events++, answer.Header.Id, isDamaged);
        foreach (ref var fields in CollectionsMarshal.AsSpan(answer.Choices))
            Choice(fields.Index, begins: fields.SpeaksOfAnswer)?.Add(ref fields, source);
    }

    /// <summary>Adds a whole answer, each entry a choice of its own, in the server's order and with the server's numbers.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isDamaged">Whether its bytes are not UTF-8.</param>
    public void AddWhole(CompletionEventReader answer, bool isDamaged)
    {
        AddHeader(answer);
        foreach (ref var fields in CollectionsMarshal.AsSpan(answer.Choices))
        {
            var choice = new ChoiceAssembler(fields.Index, limits);
            choice.Add(ref fields, new EventInfo(0, IsDamaged: isDamaged));
            _choices.Add(choice);
        }
    }

    /// <summary>The answer as it stands.</summary>
    /// <param name="whole">Whether it ended of itself; if not, it is marked as incomplete.</param>
    public ChatCompletion Build(bool whole)
    {
        var completion = new ChatCompletion
        {
            Id = _header?.Id,
            Object = _header?.Object,
            Created = _header?.Created,
            Model = _header?.Model,
            ServiceTier = _header?.ServiceTier,
            SystemFingerprint = _header?.SystemFingerprint,
            Provider = _header?.Provider,
            InputObject = _header?.InputObject,
            Usage = _usage,
            AdditionalProperties = _additional,
        };
        foreach (var assembler in _choices)
        {
            var choice = assembler.Build(whole);
            choice.Answer = completion;
            completion.Choices.Add(choice);
        }
        completion.Complete = whole && completion.AllChoicesWhole;
        completion.Error = completion.Choices.Find(static choice => choice.Doubt is not null)?.Doubt;
        return completion;
    }

    /// <summary>The answer as far as it arrived before a failure.</summary>
    /// <param name="error">The message of the failure.</param>
    /// <returns>The completion; <see langword="null"/> if nothing arrived, not even a count of tokens.</returns>
    public ChatCompletion? BuildPartial(string error)
    {
        if (!Any && _usage is null) return null;
        var partial = Build(whole: false);
        partial.Error = error;
        return partial;
    }

    private void AddHeader(CompletionEventReader answer)
    {
        _header = answer.Header;
        _usage = answer.Usage ?? _usage;
        ChoiceAssembler.Merge(ref _additional, answer.Additional);
    }

    /// <summary>The choice of this index; choices are listed by index, whichever came first.</summary>
    /// <param name="index">The index.</param>
    /// <param name="begins">Whether the choice begins here, if it has not begun.</param>
    private ChoiceAssembler? Choice(int index, bool begins)
    {
        var place = 0;
        for (; place < _choices.Count && _choices[place].Index <= index; place++)
            if (_choices[place].Index == index) return _choices[place];
        if (!begins) return null;
        if (_choices.Count == limits.MaxItems) throw limits.TooMany("choices");
        var choice = new ChoiceAssembler(index, limits);
        _choices.Insert(place, choice);
        return choice;
    }
}
