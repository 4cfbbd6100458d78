using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>Asks one endpoint: for completions, whole or streamed, and for its models. It may be used by several threads at once.</summary>
public sealed class ChatClient
{
    private readonly ChatEndpoint _endpoint;
    private readonly ChatClientOptions _options;
    private readonly RequestSender _sender;

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">Who is asked.</param>
    /// <param name="options">How the client works.</param>
    public ChatClient(ChatEndpoint endpoint, ChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoint = endpoint;
        _options = options ?? new ChatClientOptions();
        _sender = new RequestSender(endpoint, _options);
    }

    /// <summary>Who is asked.</summary>
    public ChatProvider Provider => _endpoint.Provider;

    /// <summary>Checks a request as <see cref="CompleteAsync"/> does, without sending it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="streaming">Whether it is meant for <see cref="StreamAsync"/>.</param>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    public void Check(ChatRequest request, bool streaming = false) => Merge(request, streaming);

    /// <summary>What <see cref="CompleteAsync"/> sends for a request, with the same warnings.</summary>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    internal SentRequest Describe(ChatRequest request)
    {
        var body = MergeAndWarn(request, streaming: false);
        return new SentRequest(Provider.Name, _endpoint.ChatUri(body.Model), body.Model, (body["messages"] as IEnumerable<ChatMessage>)?.ToList(), body.ToUtf8(), _endpoint.KeyMark);
    }

    /// <summary>Gets the key, where a command gives it.</summary>
    /// <exception cref="ChatRequestException">The command gives none.</exception>
    internal async ValueTask<bool> PrepareAsync(CancellationToken stop) => await _endpoint.KeyAsync(stop).ConfigureAwait(false) is not null;

    /// <summary>Takes the key out of what a server sent.</summary>
    internal SecretMask Mask => _endpoint.Mask;

    /// <summary>Asks for a completion.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="ChatException">The request is wrong, the call failed, or the answer broke off.</exception>
    public Task<ChatCompletion> CompleteAsync(ChatRequest request, CancellationToken stop = default) => CompleteSinceAsync(null, request, stop);

    /// <summary>Asks for a completion in the time of a call that may have asked others before.</summary>
    internal async Task<ChatCompletion> CompleteSinceAsync(CallStart? start, ChatRequest request, CancellationToken stop)
    {
        var body = MergeAndWarn(request, streaming: false);
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop, start);
        using var answer = await OpenAsync(request, body, streaming: false, clock).ConfigureAwait(false);
        ChatCompletion? completion = null;
        while (await answer.ReadAsync().ConfigureAwait(false) is { } chunk) completion = chunk.Completion;
        return completion!;
    }

    /// <summary>Asks for a completion as a stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The pieces of the answer as they arrive, the last one with the whole.</returns>
    /// <exception cref="ChatException">The request is wrong, the call failed, or the answer broke off; what arrived comes first.</exception>
    public IAsyncEnumerable<ChatCompletionChunk> StreamAsync(ChatRequest request, CancellationToken stop = default) => StreamCoreAsync(null, request, stop);

    /// <summary>Asks for a stream in the time of a call that may have asked others before.</summary>
    internal IAsyncEnumerable<ChatCompletionChunk> StreamSinceAsync(CallStart start, ChatRequest request, CancellationToken stop) => StreamCoreAsync(start, request, stop);

    /// <summary>Starts the time of a call, in which this client may not be the only one that is asked.</summary>
    internal CallStart Start() => new(_options.Time.GetTimestamp(), _options.Timeouts.Total);

    /// <summary>Lists the models that the endpoint offers.</summary>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The models in the server's order.</returns>
    /// <exception cref="ChatException">The call failed.</exception>
    public async Task<IReadOnlyList<ChatModel>> ListModelsAsync(CancellationToken stop = default)
    {
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop);
        IReadOnlyList<ChatModel>? models = null;
        ChatException? failed = null;
        try
        {
            using var exchange = await _sender.SendAsync(HttpMethod.Get, _endpoint.ModelsUri, default, streaming: false, clock, ReadAsync).ConfigureAwait(false);
            return models ?? throw failed!;
        }
        catch (ChatException failure)
        {
            if (failure.Kind == ChatErrorKind.PermissionDenied) failure.Advice = _endpoint.Provider.Preset.ModelsForbidden ?? failure.Advice;
            throw Complete(failure, null, null);
        }

        async ValueTask<ChatException?> ReadAsync(HttpExchange exchange)
        {
            try
            {
                using var bytes = new PooledBytes();
                await exchange.ReadToEndAsync(_options.Limits, bytes).ConfigureAwait(false);
                models = ModelListReader.Read(bytes.Span, exchange, _endpoint);
                return failed = null;
            }
            catch (ChatException failure)
            {
                return failed = Complete(failure, null, exchange);
            }
        }
    }

    private RequestBody Merge(ChatRequest request, bool streaming)
    {
        ArgumentNullException.ThrowIfNull(request);
        ReservedFields.Check("Defaults", _endpoint.Provider.Defaults);
        ReservedFields.Check("AdditionalParameters", request.AdditionalParameters);
        if (request.AdditionalParameters is { } more) _endpoint.Mask.Add(SecretFields.Find(more).Select(static field => field.Value));
        var body = new RequestBody(request, _endpoint.Provider, streaming);
        RequestRules.Check(body, _endpoint.Provider.Preset, streaming);
        return body;
    }

    private RequestBody MergeAndWarn(ChatRequest request, bool streaming)
    {
        var body = Merge(request, streaming);
        if (_options.Warn is { } warn)
            foreach (var warning in RequestRules.Warnings(body)) warn(warning);
        return body;
    }

    private async IAsyncEnumerable<ChatCompletionChunk> StreamCoreAsync(CallStart? start, ChatRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var body = MergeAndWarn(request, streaming: true);
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop, start);
        using var answer = await OpenStreamAsync(request, body, clock).ConfigureAwait(false);
        while (await answer.ReadAsync().ConfigureAwait(false) is { } chunk) yield return chunk;
    }

    /// <summary>Opens a stream. Usage is asked for where the provider is known to tell it; a server that refuses is asked again without.</summary>
    private async Task<AnswerStream> OpenStreamAsync(ChatRequest request, RequestBody body, CallClock clock)
    {
        body["stream"] = true;
        var isOurs = _endpoint.Provider.Preset.AsksForStreamUsage && !body.Has("stream_options") && request.AdditionalParameters?.Contains("stream_options") != true;
        if (!isOurs) return await OpenAsync(request, body, streaming: true, clock).ConfigureAwait(false);
        body["stream_options"] = new JsonDictionary { ["include_usage"] = true };
        int sentBefore;
        try
        {
            var answer = await OpenAsync(request, body, streaming: true, clock).ConfigureAwait(false);
            if (!RefusesStreamOptions(answer.EarlyFailure)) return answer;
            sentBefore = answer.Exchange.Attempts;
            answer.Dispose();
        }
        catch (ChatApiException refused) when (RefusesStreamOptions(refused))
        {
            sentBefore = refused.Attempts;
        }
        _options.Trace?.Invoke("The server does not know stream_options; asking again without. The answer will come without usage.");
        body["stream_options"] = null;
        return await OpenAsync(request, body, streaming: true, clock, sentBefore).ConfigureAwait(false);
    }

    private static bool RefusesStreamOptions(ChatException? failure) =>
        failure is ChatApiException { MeantStatus: 400 or 422 } refused && refused.Body?.Contains("stream_options", StringComparison.Ordinal) == true;

    /// <summary>Sends the request until its answer begins, which comes as chunks, the last one with the whole, however it was asked for and however it is sent.</summary>
    private async Task<AnswerStream> OpenAsync(ChatRequest request, RequestBody body, bool streaming, CallClock clock, int sentBefore = 0)
    {
        AnswerStream? answer = null;
        try
        {
            await _sender.SendAsync(HttpMethod.Post, _endpoint.ChatUri(body.Model), body.ToUtf8(), streaming, clock, BeginAsync, sentBefore).ConfigureAwait(false);
            return answer!;
        }
        catch (Exception ended)
        {
            answer?.Dispose();
            if (ended is ChatException failure) Complete(failure, body.Model, null);
            throw;
        }

        ValueTask<ChatException?> BeginAsync(HttpExchange exchange)
        {
            answer?.Dispose();
            answer = new AnswerStream(exchange, _endpoint, _options.Limits, request.InputObject, streaming, body.Choices)
            {
                OnCompletion = completion =>
                {
                    AnswerDetails.Add(completion, exchange, clock, body);
                    _options.Received?.Invoke(completion);
                },
                OnFailure = failure => Complete(failure, body.Model, exchange),
            };
            return answer.BeginAsync();
        }
    }

    private ChatException Complete(ChatException failure, string? model, HttpExchange? exchange)
    {
        failure.Provider ??= _endpoint.Provider.Name;
        failure.Model ??= model;
        failure.Advice ??= Advice.For(failure.Kind);
        failure.RequestId ??= exchange?.RequestId;
        failure.RateLimit ??= exchange?.RateLimit;
        if (exchange is not null) failure.Attempts = exchange.Attempts;
        return failure;
    }
}
