namespace ChatCompletions;

/// <summary>
/// The body of a response: a stream of events or one document, as its first bytes say. If it breaks off, the bytes before can be read.
/// </summary>
internal sealed class AnswerBody(HttpExchange exchange, ChatLimits limits, bool streaming) : IDisposable
{
    private readonly PooledBytes _bytes = new();
    private int _replayed;

    /// <summary>The events; <see langword="null"/> until the body is known to be a stream.</summary>
    public SseReader? Events { get; private set; }

    /// <summary>The part of the document that arrived.</summary>
    public ReadOnlySpan<byte> Document => _bytes.Span;

    /// <summary>Why the body broke off; <see langword="null"/> if it did not.</summary>
    public CallFailure? Failure => exchange.Failure;

    /// <summary>Determines the form of the body from its first bytes, and reads a document to its end.</summary>
    /// <returns>The form of the body; <see langword="null"/> if the body broke off before its first byte.</returns>
    public async ValueTask<BodyForm?> OpenAsync()
    {
        var byDefault = exchange.MediaType == "text/event-stream" || (streaming && exchange.MediaType != "application/json");
        var isComplete = false;
        bool? isEvents;
        while ((isEvents = BodyStart.IsEvents(_bytes.Span, isComplete, byDefault)) is null)
        {
            // Some servers send white space while they work; it must not fill the memory.
            if (_bytes.Span.TrimStart(BodyStart.Blank).IsEmpty) _bytes.Clear();
            var count = await exchange.ReadAsync(_bytes.Free()).ConfigureAwait(false);
            if (Failure is not null && _bytes.Length == 0) return null;
            _bytes.Advance(count);
            isComplete = count == 0;
        }
        if (isEvents.Value)
        {
            _replayed = _bytes.Length - _bytes.Span.TrimStart(BodyStart.Blank).Length;
            Events = new SseReader(ReadAsync, limits.MaxEventBytes);
            return BodyForm.Events;
        }
        if (!isComplete) await exchange.ReadToEndAsync(limits, _bytes).ConfigureAwait(false);
        return BodyForm.Document;
    }

    public void Dispose()
    {
        Events?.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Reads the buffered bytes first, then the connection.</summary>
    private async ValueTask<int> ReadAsync(Memory<byte> target)
    {
        var left = Math.Min(_bytes.Length - _replayed, target.Length);
        if (left > 0)
        {
            _bytes.Span.Slice(_replayed, left).CopyTo(target.Span);
            _replayed += left;
            return left;
        }
        return await exchange.ReadAsync(target).ConfigureAwait(false);
    }
}
