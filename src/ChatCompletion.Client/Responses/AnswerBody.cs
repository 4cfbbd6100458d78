namespace ChatCompletions;

/// <summary>The bytes of an answer: a stream of events or one document, as its first bytes tell. Where they break off, what came is there to read.</summary>
internal sealed class AnswerBody(HttpExchange exchange, ChatLimits limits, bool streaming) : IDisposable
{
    private readonly PooledBytes _bytes = new();
    private int _handedOn;

    /// <summary>The events; <see langword="null"/> until the body is known to be a stream of them.</summary>
    public SseReader? Events { get; private set; }

    /// <summary>The document, as far as it has come.</summary>
    public ReadOnlySpan<byte> Document => _bytes.Span;

    /// <summary>What ended the bytes before their time, if anything did.</summary>
    public ChatException? Broken { get; private set; }

    /// <summary>Looks at the first bytes. A document is then read to its end.</summary>
    /// <returns>Whether it is a document.</returns>
    /// <exception cref="ChatException">Nothing came.</exception>
    public async ValueTask<bool> OpenAsync()
    {
        var unlessClear = exchange.MediaType == "text/event-stream" || (streaming && exchange.MediaType != "application/json");
        var isAll = false;
        bool? isEvents;
        while ((isEvents = BodyStart.IsEvents(_bytes.Span, isAll, unlessClear)) is null)
        {
            // A server that sends blanks for as long as it works does not fill the memory.
            if (_bytes.Span.TrimStart(BodyStart.Blank).IsEmpty) _bytes.Clear();
            var count = await ReadOnAsync(_bytes.Free()).ConfigureAwait(false);
            if (Broken is not null && _bytes.Length == 0) throw Broken;
            _bytes.Advance(count);
            isAll = count == 0;
        }
        if (isEvents.Value)
        {
            _handedOn = _bytes.Length - _bytes.Span.TrimStart(BodyStart.Blank).Length;
            Events = new SseReader(ReadAsync, limits.MaxEventBytes);
            return false;
        }
        try
        {
            if (!isAll) await exchange.ReadToEndAsync(limits, _bytes).ConfigureAwait(false);
        }
        catch (ChatException broken)
        {
            Broken = broken;
        }
        return true;
    }

    public void Dispose()
    {
        Events?.Dispose();
        _bytes.Dispose();
    }

    /// <summary>First what was read to look at it, then the connection.</summary>
    private async ValueTask<int> ReadAsync(Memory<byte> target)
    {
        var left = Math.Min(_bytes.Length - _handedOn, target.Length);
        if (left > 0)
        {
            _bytes.Span.Slice(_handedOn, left).CopyTo(target.Span);
            _handedOn += left;
            return left;
        }
        return await ReadOnAsync(target).ConfigureAwait(false);
    }

    /// <summary>Where the connection breaks the bytes end, so that what came is read as far as it goes.</summary>
    private async ValueTask<int> ReadOnAsync(Memory<byte> target)
    {
        if (Broken is not null) return 0;
        try
        {
            return await exchange.ReadAsync(target).ConfigureAwait(false);
        }
        catch (ChatException broken)
        {
            Broken = broken;
            return 0;
        }
    }
}
