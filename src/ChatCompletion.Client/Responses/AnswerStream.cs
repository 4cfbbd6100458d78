using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads a streamed answer: chunks as they arrive, the last one with the whole. When the stream fails or breaks off, all
/// chunks that arrived come first, then the exception, with what arrived so far in its Completion.
/// </summary>
internal sealed class AnswerStream : IDisposable
{
    private readonly HttpExchange _exchange;
    private readonly ChatEndpoint _endpoint;
    private readonly ChatLimits _limits;
    private readonly AnswerEvent _answer;
    private readonly AnswerAssembler _assembler = new();
    private readonly Queue<ChatCompletionChunk> _ready = new();
    private readonly PooledBytes _prefix = new();
    private SseReader? _events;
    private int _prefixRead;
    private ChatCompletionChunk? _held;
    private ChatException? _failure;
    private bool _ended;

    public AnswerStream(HttpExchange exchange, ChatEndpoint endpoint, ChatLimits limits, object? inputObject, int askedChoices = 0)
    {
        _exchange = exchange;
        _endpoint = endpoint;
        _limits = limits;
        _answer = new AnswerEvent(endpoint.Provider.Name, inputObject, askedChoices);
    }

    /// <summary>White space and a byte order mark, which can stand before either kind of answer.</summary>
    private static ReadOnlySpan<byte> Blank => " \t\r\n\uFEFF"u8;

    /// <summary>Finishes the completion of the last chunk, before the chunk is handed out.</summary>
    public Action<ChatCompletion>? OnCompletion { get; init; }

    /// <summary>The next chunk; <see langword="null"/> after the last one.</summary>
    /// <exception cref="ChatException">The stream failed or broke off.</exception>
    public async ValueTask<ChatCompletionChunk?> ReadAsync()
    {
        while (true)
        {
            if (_ready.TryDequeue(out var chunk)) return chunk;
            if (_failure is not null) throw _failure;
            if (_ended) return null;
            try
            {
                if (_events is null && !await OpenAsync().ConfigureAwait(false)) continue;
                if (!await _events!.ReadAsync().ConfigureAwait(false) || _events.Kind == SseEventKind.Done) End();
                else Take(_events.Kind, _events.Data);
            }
            catch (ChatException failure)
            {
                Fail(failure);
            }
        }
    }

    public void Dispose()
    {
        _events?.Dispose();
        _prefix.Dispose();
        _exchange.Dispose();
    }

    /// <summary>Looks at the first bytes: some servers answer with one JSON body although a stream was asked for.</summary>
    /// <returns>Whether it is a stream of events.</returns>
    private async ValueTask<bool> OpenAsync()
    {
        if (_exchange.MediaType != "text/event-stream")
        {
            while (_prefix.Span.TrimStart(Blank).IsEmpty)
            {
                var count = await _exchange.ReadAsync(_prefix.Free()).ConfigureAwait(false);
                if (count == 0) break;
                _prefix.Advance(count);
            }
            if (IsWhole(_prefix.Span))
            {
                await _exchange.ReadToEndAsync(_limits.MaxBodyBytes, _prefix).ConfigureAwait(false);
                TakeWhole();
                return false;
            }
        }
        _events = new SseReader(ReadBytesAsync, _limits.MaxEventBytes);
        return true;
    }

    private bool IsWhole(ReadOnlySpan<byte> start)
    {
        start = start.TrimStart(Blank);
        return start.IsEmpty || start[0] is (byte)'{' or (byte)'[' or (byte)'<' || _exchange.MediaType == "application/json";
    }

    /// <summary>First what was read to look at it, then the connection.</summary>
    private ValueTask<int> ReadBytesAsync(Memory<byte> target)
    {
        var left = _prefix.Span[_prefixRead..];
        if (left.IsEmpty) return _exchange.ReadAsync(target);
        var count = Math.Min(left.Length, target.Length);
        left[..count].CopyTo(target.Span);
        _prefixRead += count;
        return new ValueTask<int>(count);
    }

    private void Take(SseEventKind kind, ReadOnlySpan<byte> data)
    {
        if (kind == SseEventKind.Error) throw InBandError(data);
        if (data.Trim(" \t\r\n"u8).IsEmpty) return;
        try
        {
            _answer.Read(data);
        }
        catch (JsonException malformed)
        {
            var text = Encoding.UTF8.GetString(data);
            throw new ChatProtocolException($"{_endpoint.Provider.Name} sent an event that is not JSON: {Quote(text)}", _endpoint.Mask.Keep(malformed))
            {
                Body = SafeText.Neutralise(_endpoint.Mask.Apply(text)),
            };
        }
        _assembler.Add(_answer);
        foreach (ref readonly var fields in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_answer.Choices))
            if (fields.SpeaksOfAnswer) Emit(ToChunk(fields));
        if (_answer.Error is { } error) throw ErrorFactory.FromAnswer(error, _exchange, _endpoint);
    }

    private ChatCompletionChunk ToChunk(in ChoiceFields fields)
    {
        var additional = _answer.Additional;
        if (fields.Additional is not null || fields.Message.Additional is not null)
        {
            additional = null;
            ChoiceAssembler.Merge(ref additional, _answer.Additional);
            ChoiceAssembler.Merge(ref additional, fields.Additional);
            ChoiceAssembler.Merge(ref additional, fields.Message.Additional);
        }
        return new ChatCompletionChunk(_answer.Header)
        {
            Index = fields.Index,
            Content = fields.Message.Content ?? "",
            ReasoningContent = fields.Message.Reasoning,
            ToolCalls = fields.Message.ToolCalls,
            Refusal = fields.Message.Refusal,
            Role = fields.Message.Role,
            FinishReason = fields.FinishReason,
            LogProbs = fields.LogProbs,
            AdditionalProperties = additional,
        };
    }

    /// <summary>A chunk that ends its choice may be the last one, which carries the whole; it waits until that is known.</summary>
    private void Emit(ChatCompletionChunk chunk)
    {
        Release();
        if (chunk.FinishReason is null) _ready.Enqueue(chunk);
        else _held = chunk;
    }

    private void Release()
    {
        if (_held is not null) _ready.Enqueue(_held);
        _held = null;
    }

    /// <summary>The stream is over: it was whole if every choice that began has said why it ended.</summary>
    private void End()
    {
        if (!_assembler.Any || !_assembler.AllFinished) throw BrokenOff();
        Complete(_assembler.Build(whole: true));
    }

    private void Complete(ChatCompletion completion)
    {
        _ended = true;
        OnCompletion?.Invoke(completion);
        var last = _held ?? new ChatCompletionChunk(_answer.Header) { Index = completion.Choices[^1].Index, FinishReason = completion.Choices[^1].FinishReason };
        last.Completion = completion;
        _held = last;
        Release();
    }

    private void TakeWhole()
    {
        ChatCompletion? completion = null;
        try
        {
            completion = WholeAnswer.Read(_prefix.Span, _answer, _assembler, _exchange, _endpoint);
        }
        finally
        {
            if (_assembler.Any)
                foreach (ref readonly var fields in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_answer.Choices))
                {
                    Release();
                    _held = ToChunk(fields);
                }
        }
        Complete(completion);
    }

    private ChatException BrokenOff()
    {
        var stray = _endpoint.Mask.Apply(_events!.StrayText)!;
        if (stray.StartsWith('{') && TryError(stray) is { } error) return error;
        var what = _assembler.Any ? "The stream ended before the answer was complete." : "The stream ended without any answer.";
        return new ChatIncompleteException(stray.Length == 0 ? $"{_endpoint.Provider.Name}: {what}" : $"{_endpoint.Provider.Name}: {what} The server wrote: {Quote(stray)}")
        {
            Body = stray.Length == 0 ? null : SafeText.Neutralise(stray),
        };
    }

    private ChatException? TryError(string json)
    {
        try
        {
            return JsonText.Parse(json) is JsonDictionary map && JsonFields.IsTruthy(map["error"]) ? ErrorFactory.FromAnswer(map["error"]!, _exchange, _endpoint) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ChatApiException InBandError(ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetString(data);
        object error = text;
        try
        {
            error = JsonText.Parse(text) ?? text;
        }
        catch (JsonException)
        {
            // Plain text is an error message as well.
        }
        return ErrorFactory.FromAnswer(error is JsonDictionary map && map["error"] is { } inner ? inner : error, _exchange, _endpoint);
    }

    /// <summary>What arrived is kept: chunks that wait come first, and the exception carries the answer as it stands.</summary>
    private void Fail(ChatException failure)
    {
        Release();
        _failure = failure;
        if (_assembler.BuildPartial(failure) is { } partial) OnCompletion?.Invoke(partial);
    }

    private string Quote(string text) => SafeText.Excerpt(_endpoint.Mask.Apply(text), 300);
}
