using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

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
    private readonly AnswerSource _source;
    private readonly StreamFailures _failures;
    private readonly AnswerMask _mask;
    private readonly AnswerBody _body;
    private readonly CompletionEventReader _events;
    private readonly AnswerAssembler _assembler;
    private readonly SplitCharacters _characters = new();
    private readonly ChunkQueue _chunks = new();
    private long _eventBytes;
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
        _source = AnswerSource.Of(endpoint, options.Limits, request);
        _failures = new StreamFailures(_source);
        _mask = new AnswerMask(_source.Mask);
        _body = new AnswerBody(exchange, options.Limits, request.Streaming);
        _events = new CompletionEventReader(_source);
        _assembler = new AnswerAssembler(options.Limits);
    }

    /// <summary>The progress of the answer. It only advances.</summary>
    private enum State
    {
        /// <summary>No event or document has arrived.</summary>
        Waiting,

        /// <summary>The answer has begun, without content so far.</summary>
        Begun,

        /// <summary>Content has arrived.</summary>
        HasContent,

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
    public bool HasContent { get; private set; }

    /// <summary>
    /// The failure, if the request may be sent again: an error or a cut before any content, or a connection without any byte. Received
    /// content is never discarded and paid for again.
    /// </summary>
    public CallFailure? EarlyFailure { get; private set; }

    /// <summary>
    /// Reads up to the first content, or a maximal number of empty chunks. These chunks are kept for <see cref="ReadAsync"/>.
    /// </summary>
    /// <returns>The <see cref="EarlyFailure"/>.</returns>
    public async ValueTask<CallFailure?> BeginAsync()
    {
        while (_state < State.HasContent && _chunks.Count < _options.Limits.MaxItems) await ReadOnAsync().ConfigureAwait(false);
        return EarlyFailure;
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
        while ((chunk = _chunks.Next()) is null)
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
            else if (!await events.ReadAsync().ConfigureAwait(false)) failure = End(events.StrayText, isMarked: false);
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
        Advance(State.Begun);
        AnswerResult result;
        try
        {
            result = WholeAnswer.Read(_body.Document, _body.Failure, _events, _assembler, _source);
        }
        finally
        {
            // Each choice of a document is one chunk, also if a later one exceeds a limit.
            if (_assembler.Any) AddChunks(isDocument: true);
        }
        if (result.Completion is { } completion) Complete(completion);
        return result.Failure;
    }

    private CallFailure? AddEvent(SseReader events)
    {
        if (events.Kind == SseEventKind.Done) return End(events.StrayText, isMarked: true);
        var data = events.Data;
        Advance(State.Begun);
        if (events.Kind == SseEventKind.Error) return _failures.FromEvent(data);
        if (data.Trim(" \t\r\n"u8).IsEmpty) return null;
        _eventBytes += data.Length;
        if (_eventBytes > _options.Limits.MaxBodyBytes) return _options.Limits.TooLong().Failure;
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
            WholeAnswer.TryReadCut(data, _events, out isCut);
        }
        AssembleEvent(isDamaged);
        if (_events.Error is { } error && (isCut || malformed is null)) return _source.FailureOf(error);
        if (malformed is null) return null;
        isCut |= "[DONE]"u8.StartsWith(data);
        if (_body.Failure is { } broken) return broken with { IsCutShort = broken.IsCutShort && isCut };
        return isCut && events.IsOpen ? _failures.CutEvent(data) : _failures.NotJson(data, malformed);
    }

    private void AssembleEvent(bool isDamaged = false)
    {
        _assembler.Add(_events, isDamaged);
        AddChunks(isDocument: false);
    }

    /// <summary>Adds bytes that were held back and not completed by later text.</summary>
    private void AddHeldBytes(List<byte[]> held)
    {
        foreach (var data in held)
        {
            _events.Read(data);
            // Choices beyond the limit were never added.
            _events.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
            AssembleEvent(isDamaged: true);
        }
    }

    private void AddChunks(bool isDocument)
    {
        foreach (ref readonly var fields in CollectionsMarshal.AsSpan(_events.Choices))
        {
            if (!isDocument && !fields.HasAnswer) continue;
            if (fields.Message.HasContent) Advance(State.HasContent);
            var chunk = ChunkFactory.Create(_mask.Apply(_events.Header), fields, _events.Additional);
            _mask.Apply(chunk);
            _chunks.Add(chunk, mayBeLast: isDocument || fields.FinishReason is not null);
        }
    }

    /// <summary>
    /// Ends a stream. It is complete if every choice that began has a finish reason. Without an end mark, a choice that continued after its
    /// finish reason, or a requested choice that never began, may have been cut.
    /// </summary>
    private CallFailure? End(string strayText, bool isMarked)
    {
        if (_body.Failure is { } broken) return _failures.Quoting(broken, strayText);
        AddHeldBytes(_characters.Release());
        Advance(State.Begun);
        var isEnd = isMarked || (_assembler.Count >= _request.Choices && !_assembler.AnyContinues);
        if (!isEnd || !_assembler.Any || !_assembler.AllFinished) return _failures.BrokenOff(strayText, _assembler.Any, isMarked);
        Complete(_assembler.Build(whole: true));
        return null;
    }

    private void Complete(ChatCompletion completion)
    {
        _state = State.Ended;
        Finish(completion);
        _chunks.End(_mask.Apply(_events.Header), completion);
    }

    /// <summary>Keeps everything that arrived: the chunks are returned first, and the failure has the partial answer.</summary>
    private void Fail(CallFailure failure)
    {
        try
        {
            AddHeldBytes(_characters.Release());
        }
        catch (ChatException)
        {
            // Report the failure that ended the answer.
        }
        _events.End();
        _events.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
        AssembleEvent();
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

    /// <summary>Masks the answer, and adds details of the request and of the response.</summary>
    private void Finish(ChatCompletion completion)
    {
        _mask.Apply(completion);
        AnswerDetails.Add(completion, _exchange, _clock, _request);
        _options.Received?.Invoke(completion);
    }

    private void Advance(State state)
    {
        HasContent |= state == State.HasContent;
        if (_state < state) _state = state;
    }
}
