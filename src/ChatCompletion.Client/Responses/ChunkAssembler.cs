using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>Assembles an answer from the events of a stream, or from a document, and creates its chunks.</summary>
internal sealed class ChunkAssembler(AnswerSource source, StreamFailures failures)
{
    private readonly AnswerMask _mask = new(source.Mask);
    private readonly CompletionEventReader _events = new(source);
    private readonly SplitCharacters _characters = new();
    private long _eventBytes;

    /// <summary>The answer so far.</summary>
    public AnswerAssembler Answer { get; } = new(source.Limits);

    /// <summary>The chunks that are not returned yet.</summary>
    public ChunkQueue Chunks { get; } = new();

    /// <summary>Whether content of the answer has arrived.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Adds a whole answer, or the part of it that arrived.</summary>
    /// <param name="json">The JSON document.</param>
    /// <param name="broken">The failure that cut off the document; <see langword="null"/> if there is none.</param>
    public AnswerResult AddDocument(ReadOnlySpan<byte> json, CallFailure? broken)
    {
        try
        {
            return WholeAnswer.Read(json, broken, _events, Answer, source);
        }
        finally
        {
            // Each choice of a document is one chunk, also if a later one exceeds a limit.
            if (Answer.Any) AddChunks(isDocument: true);
        }
    }

    /// <summary>Adds an event.</summary>
    /// <param name="data">The data of the event.</param>
    /// <param name="isOpen">Whether the body ended before the end of the event.</param>
    /// <param name="broken">The failure that cut off the body; <see langword="null"/> if there is none.</param>
    /// <returns>Why the event ends the answer; <see langword="null"/> if it does not.</returns>
    public CallFailure? AddEvent(ReadOnlySpan<byte> data, bool isOpen, CallFailure? broken)
    {
        if (data.Trim(" \t\r\n"u8).IsEmpty) return null;
        _eventBytes += data.Length;
        if (_eventBytes > source.Limits.MaxBodyBytes) return source.Limits.TooLong().Failure;
        data = _characters.Join(data, out var before);
        if (before is not null) AddHeldBytes(before);
        var isDamaged = !Utf8.IsValid(data);
        JsonException? malformed = null;
        var isCut = false;
        try
        {
            _events.Read(data);
        }
        catch (JsonException exception)
        {
            malformed = exception;
            WholeAnswer.ReadCut(data, _events, out isCut);
        }
        Assemble(isDamaged);
        if (_events.Error is { } error && (isCut || malformed is null)) return source.FailureOf(error);
        if (malformed is null) return null;
        isCut |= "[DONE]"u8.StartsWith(data);
        if (broken is not null) return broken with { IsCutShort = broken.IsCutShort && isCut };
        return isCut && isOpen ? failures.CutEvent(data) : failures.NotJson(data, malformed);
    }

    /// <summary>Adds bytes that were held back because a character was split, and that no later text completed.</summary>
    public void AddHeldBytes() => AddHeldBytes(_characters.Release());

    /// <summary>Adds the text that was held back, and releases all chunks, after a failure.</summary>
    public void Flush()
    {
        _events.End();
        RemoveUnknownChoices();
        Assemble();
        Chunks.Release();
    }

    /// <summary>Ends the chunks. The last one gets the completion.</summary>
    public void Complete(ChatCompletion completion) => Chunks.End(_mask.Apply(_events.Header), completion);

    /// <summary>Masks secrets in a completion.</summary>
    public void Mask(ChatCompletion completion) => _mask.Apply(completion);

    private void AddHeldBytes(List<byte[]> held)
    {
        foreach (var data in held)
        {
            _events.Read(data);
            RemoveUnknownChoices();
            Assemble(isDamaged: true);
        }
    }

    /// <summary>Removes choices beyond the limit, which were never added.</summary>
    private void RemoveUnknownChoices() => _events.Choices.RemoveAll(choice => !Answer.Has(choice.Index));

    private void Assemble(bool isDamaged = false)
    {
        Answer.Add(_events, isDamaged);
        AddChunks(isDocument: false);
    }

    private void AddChunks(bool isDocument)
    {
        foreach (ref readonly var fields in CollectionsMarshal.AsSpan(_events.Choices))
        {
            if (!isDocument && !fields.HasAnswer) continue;
            HasContent |= fields.Message.HasContent;
            var chunk = ChunkFactory.Create(_mask.Apply(_events.Header), fields, _events.Additional);
            _mask.Apply(chunk);
            Chunks.Add(chunk, mayBeLast: isDocument || fields.FinishReason is not null);
        }
    }
}
