using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>
/// Reads an answer, streamed or whole: chunks as they arrive, the last one with the whole. When the answer fails or breaks
/// off, all chunks that arrived come first, then the exception, with what arrived so far in its Completion.
/// </summary>
internal sealed class AnswerStream : IDisposable
{
    private readonly ChatEndpoint _endpoint;
    private readonly ChatLimits _limits;
    private readonly AnswerFaults _faults;
    private readonly AnswerMask _mask;
    private readonly AnswerBody _body;
    private readonly AnswerEvent _answer;
    private readonly AnswerAssembler _assembler;
    private readonly SplitCharacters _characters = new();
    private readonly ChunkQueue _chunks = new();
    private readonly int _askedChoices;
    private long _eventBytes;
    private ChatException? _failure;
    private bool _hasBegun;
    private bool _hasContent;
    private bool _hasEnded;

    /// <summary>Creates a reader.</summary>
    /// <param name="exchange">Where the answer comes from.</param>
    /// <param name="endpoint">Who was asked.</param>
    /// <param name="limits">How long the answer may be.</param>
    /// <param name="inputObject">What was piped in for the answer.</param>
    /// <param name="streaming">Whether a stream was asked for.</param>
    /// <param name="askedChoices">How many choices were asked for; 0 where that is not known.</param>
    public AnswerStream(HttpExchange exchange, ChatEndpoint endpoint, ChatLimits limits, object? inputObject, bool streaming, int askedChoices = 0)
    {
        Exchange = exchange;
        _endpoint = endpoint;
        _limits = limits;
        _askedChoices = askedChoices;
        _faults = new AnswerFaults(exchange, endpoint);
        _mask = new AnswerMask(endpoint.Mask);
        _body = new AnswerBody(exchange, limits, streaming);
        _answer = new AnswerEvent(endpoint.Provider.Name, inputObject, limits, endpoint.Provider.ThinkTags ? new ThinkTags() : null, askedChoices);
        _assembler = new AnswerAssembler(limits);
    }

    /// <summary>Where the answer comes from.</summary>
    public HttpExchange Exchange { get; }

    /// <summary>Finishes a completion before it is handed out.</summary>
    public Action<ChatCompletion>? OnCompletion { get; init; }

    /// <summary>Finishes a failure before it is thrown.</summary>
    public Action<ChatException>? OnFailure { get; init; }

    /// <summary>
    /// The failure before the answer began, after which the request may be sent again: an error or an end before any content, or a
    /// connection that brought nothing. Content that was received is never thrown away to be paid for again.
    /// </summary>
    public ChatException? EarlyFailure
    {
        get
        {
            var isTooLate = _failure switch
            {
                ChatApiException => _hasContent,
                { IsCutShort: true } => _hasContent || _assembler.AnyFinished || _body.Events?.StrayText is { Length: > 0 },
                _ => _hasBegun,
            };
            return isTooLate ? null : _failure;
        }
    }

    /// <summary>Reads as far as the first content, or past more empty pieces than any answer begins with. What came before it is handed out with it.</summary>
    /// <returns>The <see cref="EarlyFailure"/>.</returns>
    public async ValueTask<ChatException?> BeginAsync()
    {
        while (!_hasContent && !_hasEnded && _failure is null && _chunks.Count < _limits.MaxItems) await ReadOnAsync().ConfigureAwait(false);
        return EarlyFailure;
    }

    /// <summary>The next chunk; <see langword="null"/> after the last one.</summary>
    /// <exception cref="ChatException">The answer failed or broke off.</exception>
    public ValueTask<ChatCompletionChunk?> ReadAsync() => TryRead(out var chunk) ? new(chunk) : WaitAsync();

    public void Dispose()
    {
        _body.Dispose();
        Exchange.Dispose();
    }

    /// <summary>The next chunk of those whose bytes have come.</summary>
    private bool TryRead(out ChatCompletionChunk? chunk)
    {
        while ((chunk = _chunks.Next()) is null)
        {
            if (_failure is not null) throw _failure;
            if (_hasEnded) break;
            if (!TryTake()) return false;
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

    /// <summary>Takes the next event, if it has come.</summary>
    private bool TryTake()
    {
        try
        {
            if (_body.Events?.TryRead() != true) return false;
            Take(_body.Events);
        }
        catch (ChatException failure)
        {
            Fail(failure);
        }
        return true;
    }

    private async ValueTask ReadOnAsync()
    {
        try
        {
            if (_body.Events is not { } events)
            {
                if (await _body.OpenAsync().ConfigureAwait(false)) TakeDocument();
            }
            else if (!await events.ReadAsync().ConfigureAwait(false)) End(events.StrayText, isMarked: false);
            else Take(events);
        }
        catch (ChatException failure)
        {
            Fail(failure);
        }
    }

    private void TakeDocument()
    {
        _hasBegun = true;
        ChatCompletion completion;
        try
        {
            completion = WholeAnswer.Read(_body.Document, _body.Broken, _answer, _assembler, Exchange, _endpoint);
        }
        finally
        {
            // Of a document each choice is one chunk.
            if (_assembler.Any) AddChunks(isDocument: true);
        }
        Complete(completion);
    }

    private void Take(SseReader events)
    {
        if (events.Kind == SseEventKind.Done)
        {
            End(events.StrayText, isMarked: true);
            return;
        }
        var data = events.Data;
        _hasBegun = true;
        if (events.Kind == SseEventKind.Error) throw _faults.FromEvent(data);
        if (data.Trim(" \t\r\n"u8).IsEmpty) return;
        _eventBytes += data.Length;
        if (_eventBytes > _limits.MaxBodyBytes) throw _limits.TooLong();
        data = _characters.Join(data, out var before);
        if (before is not null) TakeHeld(before);
        var isDamaged = !Utf8.IsValid(data);
        JsonException? fault = null;
        var isCut = false;
        try
        {
            _answer.Read(data);
        }
        catch (JsonException malformed)
        {
            fault = malformed;
            WholeAnswer.TryReadCut(data, _answer, out isCut);
        }
        TakePieces(isDamaged);
        if (_answer.Error is { } error && (isCut || fault is null)) throw ErrorFactory.FromAnswer(error, Exchange, _endpoint);
        if (fault is null) return;
        isCut |= "[DONE]"u8.StartsWith(data);
        if (_body.Broken is { } broken)
        {
            broken.IsCutShort &= isCut;
            throw broken;
        }
        throw isCut && events.IsOpen ? _faults.CutEvent(data) : _faults.NotJson(data, fault);
    }

    private void TakePieces(bool isDamaged = false)
    {
        _assembler.Add(_answer, isDamaged);
        AddChunks(isDocument: false);
    }

    /// <summary>Takes bytes that were held back and that no more text followed.</summary>
    private void TakeHeld(List<byte[]> events)
    {
        foreach (var data in events)
        {
            _answer.Read(data);
            // Of a choice that was one too many nothing is taken now either.
            _answer.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
            TakePieces(isDamaged: true);
        }
    }

    private void AddChunks(bool isDocument)
    {
        foreach (ref readonly var fields in CollectionsMarshal.AsSpan(_answer.Choices))
        {
            if (!isDocument && !fields.SpeaksOfAnswer) continue;
            _hasContent |= fields.Message.HasContent;
            var chunk = ChunkFactory.Create(_mask.Apply(_answer.Header), fields, _answer.Additional);
            _mask.Apply(chunk);
            _chunks.Add(chunk, mayBeLast: isDocument || fields.FinishReason is not null);
        }
    }

    /// <summary>
    /// The stream is over: it was whole if every choice that began has said why it ended. Where the server does not say that nothing
    /// follows, a choice that went on after that, or that was asked for and never began, may have been cut.
    /// </summary>
    private void End(string strayText, bool isMarked)
    {
        if (_body.Broken is { } broken) throw _faults.Quoting(broken, strayText);
        TakeHeld(_characters.Release());
        _hasBegun = true;
        var isEnd = isMarked || (_assembler.Count >= _askedChoices && !_assembler.AnyGoesOn);
        if (!isEnd || !_assembler.Any || !_assembler.AllFinished) throw _faults.BrokenOff(strayText, _assembler.Any, isMarked);
        Complete(_assembler.Build(whole: true));
    }

    private void Complete(ChatCompletion completion)
    {
        _hasEnded = true;
        _mask.Apply(completion);
        OnCompletion?.Invoke(completion);
        _chunks.End(_mask.Apply(_answer.Header), completion);
    }

    /// <summary>What arrived is kept: chunks that wait come first, and the exception carries the answer as it stands.</summary>
    private void Fail(ChatException failure)
    {
        try
        {
            TakeHeld(_characters.Release());
        }
        catch (ChatException)
        {
            // The failure that ended the answer is the one to tell of.
        }
        _answer.End();
        _answer.Choices.RemoveAll(choice => !_assembler.Has(choice.Index));
        TakePieces();
        _chunks.Release();
        _failure = failure;
        OnFailure?.Invoke(failure);
        if (_assembler.BuildPartial(failure) is not { } partial) return;
        _mask.Apply(partial);
        OnCompletion?.Invoke(partial);
    }
}
