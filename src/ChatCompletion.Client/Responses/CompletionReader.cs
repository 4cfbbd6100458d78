using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>
/// Reads the answer in a response, streamed or whole: chunks as they arrive, the last one with the completion. After a failure all
/// chunks that arrived come first; <see cref="Failure"/> then holds the answer as far as it arrived.
/// </summary>
internal sealed class CompletionReader : IResponseReader
{
    private readonly HttpExchange _exchange;
    private readonly SentRequest _request;
    private readonly ChatClientOptions _options;
    private readonly CallClock _clock;
    private readonly AnswerSource _source;
    private readonly AnswerFaults _faults;
    private readonly AnswerMask _mask;
    private readonly AnswerBody _body;
    private readonly CompletionEventReader _events;
    private readonly AnswerAssembler _assembler;
    private readonly SplitCharacters _characters = new();
    private readonly ChunkQueue _chunks = new();
    private long _eventBytes;
    private State _state;

    /// <summary>Creates a reader.</summary>
    /// <param name="exchange">The response; it is disposed with the reader.</param>
    /// <param name="request">The request.</param>
    /// <param name="endpoint">The endpoint that received it.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="clock">The time of the call.</param>
    public CompletionReader(HttpExchange exchange, SentRequest request, ChatEndpoint endpoint, ChatClientOptions options, CallClock clock)
    {
        _exchange = exchange;
        _request = request;
        _options = options;
        _clock = clock;
        _source = AnswerSource.Of(endpoint, options.Limits, request);
        _faults = new AnswerFaults(_source);
        _mask = new AnswerMask(_source.Mask);
        _body = new AnswerBody(exchange, options.Limits, request.Streaming);
        _events = new CompletionEventReader(_source);
        _assembler = new AnswerAssembler(options.Limits);
    }

    /// <summary>How far the answer has been read. Each state but the last two follows from the one before it.</summary>
    private enum State
    {
        /// <summary>No event and no document arrived.</summary>
        Waiting,

        /// <summary>The answer began; no content arrived.</summary>
        Begun,

        /// <summary>Content arrived.</summary>
        HasContent,

        /// <summary>The answer is whole.</summary>
        Ended,

        /// <summary>The answer failed or broke off.</summary>
        Failed,
    }

    /// <summary>Why the answer is not whole; set when it is known, also while chunks before it are still to be read.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>
    /// The failure, if the request may be sent again: an error or a cut before any content, or a connection without any byte. Received
    /// content is never thrown away and paid for again.
    /// </summary>
    public CallFailure? EarlyFailure { get; private set; }

    /// <summary>Reads up to the first content, or past more empty chunks than any answer begins with. The chunks before it are kept.</summary>
    /// <returns>The <see cref="EarlyFailure"/>.</returns>
    public async ValueTask<CallFailure?> BeginAsync()
    {
        while (_state < State.HasContent && _chunks.Count < _options.Limits.MaxItems) await ReadOnAsync().ConfigureAwait(false);
        return EarlyFailure;
    }

    /// <summary>Reads the next chunk.</summary>
    /// <returns>The chunk; <see langword="null"/> after the last one, and where <see cref="Failure"/> ended the answer.</returns>
    public ValueTask<ChatCompletionChunk?> ReadAsync() => TryRead(out var chunk) ? new(chunk) : WaitAsync();

    public void Dispose()
    {
        _body.Dispose();
        _exchange.Dispose();
    }

    /// <summary>Reads the next chunk from the bytes that have arrived.</summary>
    private bool TryRead(out ChatCompletionChunk? chunk)
    {
        while ((chunk = _chunks.Next()) is null)
        {
            if (_state >= State.Ended) break;
            if (!TryTakeEvent()) return false;
        }
        return true;
    }

    private async ValueTask<ChatCompletionChunk?> WaitAsync()
    {
        while (true)
        {
            await ReadOnAsync().ConfigureAwait(false);
            if (TryRead(out var chunk)) return chunk;
        }
    }

    /// <summary>Takes the next event, if all of it has arrived.</summary>
    private bool TryTakeEvent()
    {
        try
        {
            if (_body.Events?.TryRead() != true) return false;
            if (Take(_body.Events) is { } failure) Fail(failure);
        }
        catch (ChatException limit)
        {
            Fail(limit.Failure);
        }
        return true;
    }

    private async ValueTask ReadOnAsync()
    {
        try
        {
            CallFailure? failure = null;
            if (_body.Events is not { } events)
            {
                var form = await _body.OpenAsync().ConfigureAwait(false);
                if (form != BodyForm.Events) failure = form is null ? _body.Failure : TakeDocument();
            }
            else if (!await events.ReadAsync().ConfigureAwait(false)) failure = End(events.StrayText, isMarked: false);
            else failure = Take(events);
            if (failure is not null) Fail(failure);
        }
        catch (ChatException limit)
        {
            Fail(limit.Failure);
        }
    }

    private CallFailure? TakeDocument()
    {
        Advance(State.Begun);
        var result = WholeAnswer.Read(_body.Document, _body.Failure, _events, _assembler, _source);
        // Each choice of a document is one chunk.
        if (_assembler.Any) AddChunks(isDocument: true);
        if (result.Completion is { } completion) Complete(completion);
        return result.Failure;
    }

    private CallFailure? Take(SseReader events)
    {
        if (events.Kind == SseEventKind.Done) return End(events.StrayText, isMarked: true);
        var data = events.Data;
        Advance(State.Begun);
        if (events.Kind == SseEventKind.Error) return _faults.FromEvent(data);
        if (data.Trim(" \t\r\n"u8).IsEmpty) return null;
        _eventBytes += data.Length;
        if (_eventBytes > _options.Limits.MaxBodyBytes) return _options.Limits.TooLong().Failure;
        data = _characters.Join(data, out var before);
        if (before is not null) TakeHeld(before);
        var isDamaged = !Utf8.IsValid(data);
        JsonException? fault = null;
        var isCut = false;
        try
        {
            _events.Read(data);
        }
        catch (JsonException malformed)
        {
            fault = malformed;
            WholeAnswer.TryReadCut(data, _events, out isCut);
        }
        TakePieces(isDamaged);
        if (_events.Error is { } error && (isCut || fault is null)) return _source.FailureOf(error);
        if (fault is null) return null;
        isCut |= "[DONE]"u8.StartsWith(data);
        if (_body.Failure is { } broken) return broken with { IsCutShort = broken.IsCutShort && isCut };
        return isCut && events.IsOpen ? _faults.CutEvent(data) : _faults.NotJson(data, fault);
    }

    private void TakePieces(bool isDamaged = false)
    {
        _assembler.Add(_events, isDamaged);
        AddChunks(isDocument: false);
    }

    /// <summary>Takes bytes that were held back and that no more text followed.</summary>
    private void TakeHeld(List<byte[]> held)
    {
        foreach (var data in held)
        {
            _events.Read(data);
            // A choice beyond the limit stays out.
            _events.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
            TakePieces(isDamaged: true);
        }
    }

    private void AddChunks(bool isDocument)
    {
        foreach (ref readonly var fields in CollectionsMarshal.AsSpan(_events.Choices))
        {
            if (!isDocument && !fields.SpeaksOfAnswer) continue;
            if (fields.Message.HasContent) Advance(State.HasContent);
            var chunk = ChunkFactory.Create(_mask.Apply(_events.Header), fields, _events.Additional);
            _mask.Apply(chunk);
            _chunks.Add(chunk, mayBeLast: isDocument || fields.FinishReason is not null);
        }
    }

    /// <summary>
    /// Ends a stream. It is whole if every choice that began gave its finish reason. Without an end mark, a choice that continued after its
    /// finish reason, or a requested choice that never began, may have been cut.
    /// </summary>
    private CallFailure? End(string strayText, bool isMarked)
    {
        if (_body.Failure is { } broken) return _faults.Quoting(broken, strayText);
        TakeHeld(_characters.Release());
        Advance(State.Begun);
        var isEnd = isMarked || (_assembler.Count >= _request.Choices && !_assembler.AnyGoesOn);
        if (!isEnd || !_assembler.Any || !_assembler.AllFinished) return _faults.BrokenOff(strayText, _assembler.Any, isMarked);
        Complete(_assembler.Build(whole: true));
        return null;
    }

    private void Complete(ChatCompletion completion)
    {
        _state = State.Ended;
        Finish(completion);
        _chunks.End(_mask.Apply(_events.Header), completion);
    }

    /// <summary>Keeps all that arrived: the chunks come first, and the failure carries the answer as far as it arrived.</summary>
    private void Fail(CallFailure failure)
    {
        try
        {
            TakeHeld(_characters.Release());
        }
        catch (ChatException)
        {
            // The failure that ended the answer is the one to report.
        }
        _events.End();
        _events.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
        TakePieces();
        _chunks.Release();
        failure = _exchange.AddFacts(failure);
        if (_assembler.BuildPartial(failure.Message) is { } partial)
        {
            Finish(partial);
            failure = failure with { Completion = partial };
        }
        Failure = failure;
        EarlyFailure = IsEarly(failure) ? failure : null;
        _state = State.Failed;
    }

    private bool IsEarly(CallFailure failure) => failure switch
    {
        { Api: not null } => _state < State.HasContent,
        { IsCutShort: true } => _state < State.HasContent && !_assembler.AnyFinished && _body.Events?.StrayText is not { Length: > 0 },
        _ => _state < State.Begun,
    };

    /// <summary>Masks the answer, and adds the facts of the request and of the response.</summary>
    private void Finish(ChatCompletion completion)
    {
        _mask.Apply(completion);
        AnswerDetails.Add(completion, _exchange, _clock, _request);
        _options.Received?.Invoke(completion);
    }

    private void Advance(State state)
    {
        if (_state < state) _state = state;
    }
}
