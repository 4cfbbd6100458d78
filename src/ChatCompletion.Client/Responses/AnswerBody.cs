namespace ChatCompletions;

/// <summary>The bytes of an answer: a stream of events, or one document, by its first bytes. If they break off, the bytes before can be read.</summary>
internal sealed class AnswerBody(HttpExchange exchange, ChatLimits limits, bool streaming) : IDisposable
{
    private readonly PooledBytes _bytes = new();
    private int _handedOn;

    /// <summary>The events; <see langword="null"/> until the body is known to be a stream of them.</summary>
    public SseReader? Events { get; private set; }

    /// <summary>The document, as far as it arrived.</summary>
    public ReadOnlySpan<byte> Document => _bytes.Span;

    /// <summary>Why the bytes ended before their end; <see langword="null"/> if they did not.</summary>
    public CallFailure? Failure => exchange.Failure;

    /// <summary>Looks at the first bytes. If they begin a document, reads it to its end.</summary>
    /// <returns>The form of the body; <see langword="null"/> if <see cref="Failure"/> came before the first byte.</returns>
    public async ValueTask<BodyForm?> OpenAsync()
    {
        var unlessClear = exchange.MediaType == "text/event-stream" || (streaming && exchange.MediaType != "application/json");
        var isAll = false;
        bool? isEvents;
        while ((isEvents = BodyStart.IsEvents(_bytes.Span, isAll, unlessClear)) is null)
        {
            // A server that sends blanks while it works does not fill the memory.
            if (_bytes.Span.TrimStart(BodyStart.Blank).IsEmpty) _bytes.Clear();
            var count = await exchange.ReadAsync(_bytes.Free()).ConfigureAwait(false);
            if (Failure is not null && _bytes.Length == 0) return null;
            _bytes.Advance(count);
            isAll = count == 0;
        }
        if (isEvents.Value)
        {
            _handedOn = _bytes.Length - _bytes.Span.TrimStart(BodyStart.Blank).Length;
            Events = new SseReader(ReadAsync, limits.MaxEventBytes);
            return BodyForm.Events;
        }
        if (!isAll) await exchange.ReadToEndAsync(limits, _bytes).ConfigureAwait(false);
        return BodyForm.Document;
    }

    public void Dispose()
    {
        Events?.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Reads the bytes that decided the form, then the connection.</summary>
    private async ValueTask<int> ReadAsync(Memory<byte> target)
    {
        var left = Math.Min(_bytes.Length - _handedOn, target.Length);
        if (left > 0)
        {
            _bytes.Span.Slice(_handedOn, left).CopyTo(target.Span);
            _handedOn += left;
            return left;
        }
        return await exchange.ReadAsync(target).ConfigureAwait(false);
    }
}
