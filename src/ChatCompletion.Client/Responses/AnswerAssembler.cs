using System.Runtime.InteropServices;

namespace ChatCompletions;

/// <summary>Assembles an answer from its events. The partial answer is available at any time.</summary>
internal sealed class AnswerAssembler(ChatLimits limits)
{
    private readonly List<ChoiceAssembler> _choices = [];
    private ChunkHeader? _header;
    private ChatUsage? _usage;
    private JsonDictionary? _additional;
    private int _events;

    /// <summary>Whether any choice has begun.</summary>
    public bool Any => Count > 0;

    /// <summary>The number of choices that have begun.</summary>
    public int Count => _choices.Count;

    /// <summary>Whether the choice with this index has begun.</summary>
    public bool Has(int index) => _choices.Exists(choice => choice.Index == index);

    /// <summary>Whether every choice that began has a finish reason.</summary>
    public bool AllFinished => _choices.TrueForAll(static choice => choice.FinishReason is not null);

    /// <summary>Whether any choice has a finish reason.</summary>
    public bool AnyFinished => _choices.Exists(static choice => choice.FinishReason is not null);

    /// <summary>Whether any choice continued after its finish reason.</summary>
    public bool AnyContinues => _choices.Exists(static choice => choice.ContinuesAfterEnd);

    /// <summary>Adds an event of a stream, and removes text from it that repeats earlier text.</summary>
    /// <param name="answer">The event.</param>
    /// <param name="isDamaged">Whether its bytes are not valid UTF-8.</param>
    public void Add(CompletionEventReader answer, bool isDamaged = false)
    {
        AddHeader(answer);
        var origin = new EventOrigin(_events++, answer.Header.Id, isDamaged);
        foreach (ref var fields in CollectionsMarshal.AsSpan(answer.Choices))
            Choice(fields.Index, begins: fields.HasAnswer)?.Add(ref fields, origin);
    }

    /// <summary>Adds a whole answer. Each entry is a choice, with the order and the indexes of the server.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isDamaged">Whether its bytes are not valid UTF-8.</param>
    public void AddWhole(CompletionEventReader answer, bool isDamaged)
    {
        AddHeader(answer);
        foreach (ref var fields in CollectionsMarshal.AsSpan(answer.Choices))
        {
            var choice = new ChoiceAssembler(fields.Index, limits);
            choice.Add(ref fields, new EventOrigin(0, IsDamaged: isDamaged));
            _choices.Add(choice);
        }
    }

    /// <summary>Builds the answer.</summary>
    /// <param name="whole">Whether the server ended it; if not, it is marked as incomplete.</param>
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

    /// <summary>Builds the part of the answer that arrived before a failure.</summary>
    /// <param name="error">The message of the failure.</param>
    /// <returns>The completion; <see langword="null"/> if nothing arrived, not even token usage.</returns>
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

    /// <summary>Gets the choice with this index. Choices are ordered by index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="begins">Whether to begin the choice if it has not begun.</param>
    private ChoiceAssembler? Choice(int index, bool begins)
    {
        var position = 0;
        for (; position < _choices.Count && _choices[position].Index <= index; position++)
            if (_choices[position].Index == index) return _choices[position];
        if (!begins) return null;
        if (_choices.Count == limits.MaxItems) throw limits.TooMany("choices");
        var choice = new ChoiceAssembler(index, limits);
        _choices.Insert(position, choice);
        return choice;
    }
}
