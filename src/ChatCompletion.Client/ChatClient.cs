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

    /// <summary>Asks for a completion.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="ChatException">The request is wrong, the call failed, or the answer broke off.</exception>
    public async Task<ChatCompletion> CompleteAsync(ChatRequest request, CancellationToken stop = default)
    {
        var body = MergeAndWarn(request, streaming: false);
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop);
        HttpExchange? exchange = null;
        try
        {
            exchange = await _sender.SendAsync(HttpMethod.Post, _endpoint.ChatUri(body.Model), body.ToUtf8(), streaming: false, clock).ConfigureAwait(false);
            if (exchange.MediaType == "text/event-stream") return await ReadStreamToEndAsync(exchange, clock, request.InputObject, body).ConfigureAwait(false);
            var completion = await ReadWholeAsync(exchange, clock, request.InputObject, body).ConfigureAwait(false);
            Finish(completion, exchange, clock, body);
            return completion;
        }
        catch (ChatException failure)
        {
            throw Complete(failure, body.Model, exchange);
        }
        finally
        {
            exchange?.Dispose();
        }
    }

    /// <summary>Asks for a completion as a stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The pieces of the answer as they arrive, the last one with the whole.</returns>
    /// <exception cref="ChatException">The request is wrong, the call failed, or the answer broke off; what arrived comes first.</exception>
    public async IAsyncEnumerable<ChatCompletionChunk> StreamAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var body = MergeAndWarn(request, streaming: true);
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop);
        HttpExchange exchange;
        try
        {
            exchange = await OpenStreamAsync(request, body, clock).ConfigureAwait(false);
        }
        catch (ChatException failure)
        {
            throw Complete(failure, body.Model, null);
        }
        using var stream = Stream(exchange, clock, request.InputObject, body);
        while (true)
        {
            ChatCompletionChunk? chunk;
            try
            {
                chunk = await stream.ReadAsync().ConfigureAwait(false);
            }
            catch (ChatException failure)
            {
                throw Complete(failure, body.Model, exchange);
            }
            if (chunk is null) yield break;
            yield return chunk;
        }
    }

    /// <summary>Lists the models that the endpoint offers.</summary>
    /// <param name="stop">Ends the call and closes its connection.</param>
    /// <returns>The models in the server's order.</returns>
    /// <exception cref="ChatException">The call failed.</exception>
    public async Task<IReadOnlyList<ChatModel>> ListModelsAsync(CancellationToken stop = default)
    {
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop);
        HttpExchange? exchange = null;
        try
        {
            exchange = await _sender.SendAsync(HttpMethod.Get, _endpoint.ModelsUri, default, streaming: false, clock).ConfigureAwait(false);
            using var bytes = new PooledBytes();
            await exchange.ReadToEndAsync(_options.Limits.MaxBodyBytes, bytes).ConfigureAwait(false);
            return ModelListReader.Read(bytes.Span, exchange, _endpoint);
        }
        catch (ChatException failure)
        {
            if (failure.Kind == ChatErrorKind.PermissionDenied) failure.Advice = _endpoint.Provider.Preset.ModelsForbidden ?? failure.Advice;
            throw Complete(failure, null, exchange);
        }
        finally
        {
            exchange?.Dispose();
        }
    }

    private RequestBody Merge(ChatRequest request, bool streaming)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckLayer("Defaults", _endpoint.Provider.Defaults);
        RequestRules.CheckLayer("AdditionalParameters", request.AdditionalParameters);
        var body = new RequestBody(request, _endpoint.Provider, streaming);
        RequestRules.Check(body, _endpoint.Provider.Preset, streaming);
        return body;
    }

    private RequestBody MergeAndWarn(ChatRequest request, bool streaming)
    {
        var body = Merge(request, streaming);
        if (RequestRules.Warning(body) is { } warning) _options.Warn?.Invoke(warning);
        return body;
    }

    /// <summary>Opens a stream. Usage is asked for where the provider is known to tell it; a server that refuses is asked again without.</summary>
    private async Task<HttpExchange> OpenStreamAsync(ChatRequest request, RequestBody body, CallClock clock)
    {
        body["stream"] = true;
        var isOurs = _endpoint.Provider.Preset.AsksForStreamUsage && !body.Has("stream_options") && request.AdditionalParameters?.Contains("stream_options") != true;
        if (isOurs) body["stream_options"] = new JsonDictionary { ["include_usage"] = true };
        try
        {
            return await SendAsync(0).ConfigureAwait(false);
        }
        catch (ChatApiException refused) when (isOurs && refused.StatusCode is 400 or 422 && refused.Body?.Contains("stream_options", StringComparison.Ordinal) == true)
        {
            _options.Trace?.Invoke("The server does not know stream_options; asking again without. The answer will come without usage.");
            body["stream_options"] = null;
            return await SendAsync(refused.Attempts).ConfigureAwait(false);
        }

        Task<HttpExchange> SendAsync(int sentBefore) => _sender.SendAsync(HttpMethod.Post, _endpoint.ChatUri(body.Model), body.ToUtf8(), streaming: true, clock, sentBefore);
    }

    private AnswerStream Stream(HttpExchange exchange, CallClock clock, object? inputObject, RequestBody body) =>
        new(exchange, _endpoint, _options.Limits, inputObject, AskedChoices(body)) { OnCompletion = completion => Finish(completion, exchange, clock, body) };

    private static int AskedChoices(RequestBody body) => body["n"] switch { int n => n, long n => (int)n, _ => 1 };

    /// <summary>Some servers stream whether asked or not.</summary>
    private async Task<ChatCompletion> ReadStreamToEndAsync(HttpExchange exchange, CallClock clock, object? inputObject, RequestBody body)
    {
        using var stream = Stream(exchange, clock, inputObject, body);
        while (await stream.ReadAsync().ConfigureAwait(false) is { } chunk)
            if (chunk.Completion is { } completion) return completion;
        throw new ChatIncompleteException($"{_endpoint.Provider.Name}: The stream ended without any answer.");
    }

    private async Task<ChatCompletion> ReadWholeAsync(HttpExchange exchange, CallClock clock, object? inputObject, RequestBody body)
    {
        using var bytes = new PooledBytes();
        await exchange.ReadToEndAsync(_options.Limits.MaxBodyBytes, bytes).ConfigureAwait(false);
        var assembler = new AnswerAssembler();
        try
        {
            return WholeAnswer.Read(bytes.Span, new AnswerEvent(_endpoint.Provider.Name, inputObject), assembler, exchange, _endpoint);
        }
        catch (ChatException failure)
        {
            if (assembler.BuildPartial(failure) is { } partial) Finish(partial, exchange, clock, body);
            throw;
        }
    }

    private static void Finish(ChatCompletion completion, HttpExchange exchange, CallClock clock, RequestBody body)
    {
        completion.AskedModel = body.Model;
        if (body["messages"] is IEnumerable<ChatMessage> sent) completion.History = [.. sent, .. completion.Choices.Take(1).Select(static choice => choice.Message)];
        completion.Attempts = exchange.Attempts;
        completion.RequestId = exchange.RequestId;
        completion.Cost = exchange.Cost ?? CostOf(completion.Usage);
        completion.Duration = Math.Round(clock.Elapsed.TotalSeconds, 3);
    }

    /// <summary>OpenRouter tells the cost beside the tokens.</summary>
    private static double? CostOf(ChatUsage? usage) => usage?.AdditionalProperties?["cost"] switch
    {
        double cost => cost,
        long cost => cost,
        _ => null,
    };

    private ChatException Complete(ChatException failure, string? model, HttpExchange? exchange)
    {
        failure.Provider ??= _endpoint.Provider.Name;
        failure.Model ??= model;
        failure.RequestId ??= exchange?.RequestId;
        if (exchange is not null) failure.Attempts = exchange.Attempts;
        return failure;
    }
}
