namespace ChatCompletions;

/// <summary>
/// Reads the answer in a response, streamed or whole, as chunks; the last one has the completion. After a failure, the chunks that arrived
/// are returned first; <see cref="Failure"/> then has the partial answer.
/// </summary>
internal sealed class CompletionReader : IResponseReader
{
    private readonly HttpExchange _exchange;
    private readonly SentRequest _request;
    private readonly ChatClientOptions _options;
    private readonly CallClock _clock;
    private readonly StreamFailures _failures;
    private readonly AnswerBody _body;
    private readonly ChunkAssembler _assembler;
    private CallFailure? _earlyFailure;
    private State _state;

    /// <summary>Creates a reader.</summary>
    /// <param name="exchange">The response, which the reader disposes.</param>
    /// <param name="request">The request.</param>
    /// <param name="endpoint">The endpoint that received it.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="clock">The clock of the call.</param>
    public CompletionReader(HttpExchange exchange, SentRequest request, ChatEndpoint endpoint, ChatClientOptions options, CallClock clock)
    {
        _exchange = exchange;
        _request = request;
        _options = options;
        _clock = clock;
        var source = AnswerSource.Of(endpoint, options.Limits, request);
        _failures = new StreamFailures(source);
        _body = new AnswerBody(exchange, options.Limits, request.Streaming);
        _assembler = new ChunkAssembler(source, _failures);
    }

    /// <summary>The progress of the answer. It only advances.</summary>
    private enum State
    {
        /// <summary>No event or document has arrived.</summary>
        Waiting,

        /// <summary>The answer has begun.</summary>
        Begun,

        /// <summary>The answer is complete.</summary>
        Ended,

        /// <summary>The answer failed or broke off.</summary>
        Failed,
    }

    /// <summary>
    /// The failure of the answer; <see langword="null"/> if there is none. It can be set while earlier chunks are still to be read.
    /// </summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Whether content of the answer has arrived.</summary>
    public bool HasContent => _assembler.HasContent;

    /// <summary>
    /// Reads up to the first content, or a maximal number of empty chunks. These chunks are kept for <see cref="ReadAsync"/>.
    /// </summary>
    /// <returns>
    /// The failure, if the request may be sent again: an error or a cut before any content, or a connection without any byte. Received
    /// content is never discarded and paid for again.
    /// </returns>
    public async ValueTask<CallFailure?> BeginAsync()
    {
        while (_state < State.Ended && !HasContent && _assembler.Chunks.Count < _options.Limits.MaxItems)
            await ReadOnAsync().ConfigureAwait(false);
        return _earlyFailure;
    }

    /// <summary>Reads the next chunk.</summary>
    /// <returns>The chunk; <see langword="null"/> after the last one, or if <see cref="Failure"/> ended the answer.</returns>
    public ValueTask<ChatCompletionChunk?> ReadAsync() => TryRead(out var chunk) ? new(chunk) : WaitAsync();

    public void Dispose()
    {
        _body.Dispose();
        _exchange.Dispose();
    }

    /// <summary>Reads the next chunk from the bytes that have already arrived.</summary>
    private bool TryRead(out ChatCompletionChunk? chunk)
    {
        while ((chunk = _assembler.Chunks.Next()) is null)
        {
            if (_state >= State.Ended) break;
            if (!TryReadEvent()) return false;
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

    /// <summary>Reads the next event if all of it has already arrived.</summary>
    private bool TryReadEvent()
    {
        try
        {
            if (_body.Events?.TryRead() != true) return false;
            if (AddEvent(_body.Events) is { } failure) Fail(failure);
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
                if (form != BodyForm.Events) failure = form is null ? _body.Failure : AddDocument();
            }
            else if (!await events.ReadAsync().ConfigureAwait(false)) failure = End(events.NonFieldText, isMarked: false);
            else failure = AddEvent(events);
            if (failure is not null) Fail(failure);
        }
        catch (ChatException limit)
        {
            Fail(limit.Failure);
        }
    }

    private CallFailure? AddDocument()
    {
        _state = State.Begun;
        var result = _assembler.AddDocument(_body.Document, _body.Failure);
        if (result.Completion is { } completion) Complete(completion);
        return result.Failure;
    }

    private CallFailure? AddEvent(SseReader events)
    {
        if (events.Kind == SseEventKind.Done) return End(events.NonFieldText, isMarked: true);
        _state = State.Begun;
        return events.Kind == SseEventKind.Error
            ? _failures.FromEvent(events.Data)
            : _assembler.AddEvent(events.Data, events.IsOpen, _body.Failure);
    }

    /// <summary>
    /// Ends a stream. It is complete if every choice that began has a finish reason. Without an end mark, a choice that continued after its
    /// finish reason, or a requested choice that never began, may have been cut.
    /// </summary>
    private CallFailure? End(string nonFieldText, bool isMarked)
    {
        if (_body.Failure is { } broken) return _failures.Quoting(broken, nonFieldText);
        _assembler.AddHeldBytes();
        _state = State.Begun;
        var answer = _assembler.Answer;
        var isEnd = isMarked || (answer.Count >= _request.Choices && !answer.AnyContinues);
        if (!isEnd || !answer.Any || !answer.AllFinished) return _failures.BrokenOff(nonFieldText, answer.Any, isMarked);
        Complete(answer.Build(whole: true));
        return null;
    }

    private void Complete(ChatCompletion completion)
    {
        _state = State.Ended;
        Finish(completion);
        _assembler.Complete(completion);
    }

    /// <summary>Keeps everything that arrived: the chunks are returned first, and the failure has the partial answer.</summary>
    private void Fail(CallFailure failure)
    {
        try
        {
            _assembler.AddHeldBytes();
        }
        catch (ChatException)
        {
            // Report the failure that ended the answer.
        }
        _assembler.Flush();
        failure = _exchange.AddFacts(failure);
        if (_assembler.Answer.BuildPartial(failure.Message) is { } partial)
        {
            Finish(partial);
            failure = failure with { Completion = partial };
        }
        Failure = failure;
        _earlyFailure = IsEarly(failure) ? failure : null;
        _state = State.Failed;
    }

    private bool IsEarly(CallFailure failure) => failure switch
    {
        { Api: not null } => !HasContent,
        { IsCutShort: true } => !HasContent && !_assembler.Answer.AnyFinished && _body.Events?.NonFieldText is not { Length: > 0 },
        _ => _state == State.Waiting && !HasContent,
    };

    /// <summary>Masks the answer, and adds details of the request and of the response.</summary>
    private void Finish(ChatCompletion completion)
    {
        _assembler.Mask(completion);
        AnswerDetails.Add(completion, _exchange, _clock, _request);
        _options.Received?.Invoke(completion);
    }
}
