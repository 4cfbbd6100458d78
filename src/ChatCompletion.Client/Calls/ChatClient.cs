using System.Runtime.CompilerServices;

namespace ChatCompletions;

/// <summary>
/// Sends requests to one endpoint: for completions, whole or streamed, and for its models. It is safe for several threads at once.
/// </summary>
public sealed class ChatClient
{
    private readonly ChatEndpoint _endpoint;
    private readonly ChatClientOptions _options;
    private readonly CallLoop _loop;

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="options">How the client works. Default: a new <see cref="ChatClientOptions"/>.</param>
    public ChatClient(ChatEndpoint endpoint, ChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _endpoint = endpoint;
        _options = options ?? new ChatClientOptions();
        _loop = new CallLoop(endpoint, _options);
    }

    /// <summary>The provider that receives the requests.</summary>
    public ChatProvider Provider => _endpoint.Provider;

    /// <summary>Checks a request as <see cref="CompleteAsync"/> does, without sending it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="streaming">Whether it is for <see cref="StreamAsync"/>. Default: no.</param>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    public void Check(ChatRequest request, bool streaming = false) => Merge(request, streaming);

    /// <summary>Runs the command that returns the key, if there is one.</summary>
    /// <exception cref="ChatRequestException">The command returns none.</exception>
    internal async ValueTask<bool> PrepareAsync(CancellationToken stop) => await _endpoint.KeyAsync(stop).ConfigureAwait(false) is not null;

    /// <summary>Masks the key in texts from the server.</summary>
    internal SecretMask Mask => _endpoint.Mask;

    /// <summary>Gets a completion.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Cancels the call and closes its connection.</param>
    /// <returns>The whole answer.</returns>
    /// <exception cref="ChatException">The request is wrong, the call failed, or the answer broke off.</exception>
    public async Task<ChatCompletion> CompleteAsync(ChatRequest request, CancellationToken stop = default) =>
        await SendAsync(Prepare(request, streaming: false), stop).ConfigureAwait(false);

    /// <summary>Gets a completion for a prepared request.</summary>
    internal async Task<ChatCompletion> SendAsync(SentRequest request, CancellationToken stop)
    {
        using var call = await OpenAsync(request, Start(), stop).ConfigureAwait(false);
        return await call.ReadToEndAsync().ConfigureAwait(false) ?? throw call.Failure!.ToException();
    }

    /// <summary>Gets a completion as a stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Cancels the call and closes its connection.</param>
    /// <returns>The chunks of the answer as they arrive, the last one with the completion.</returns>
    /// <exception cref="ChatException">
    /// The request is wrong, the call failed, or the answer broke off; the chunks that arrived come first.
    /// </exception>
    public async IAsyncEnumerable<ChatCompletionChunk> StreamAsync(
        ChatRequest request, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using var call = await OpenAsync(Prepare(request, streaming: true), Start(), stop).ConfigureAwait(false);
        while (await call.ReadAsync().ConfigureAwait(false) is { } chunk) yield return chunk;
        if (call.Failure is { } failure) throw failure.ToException();
    }

    /// <summary>Lists the models that the endpoint offers.</summary>
    /// <param name="stop">Cancels the call and closes its connection.</param>
    /// <returns>The models in the server's order.</returns>
    /// <exception cref="ChatException">The call failed.</exception>
    public async Task<IReadOnlyList<ChatModel>> ListModelsAsync(CancellationToken stop = default)
    {
        using var clock = new CallClock(_options.Timeouts, _options.Time, stop);
        var call = new HttpCall(HttpMethod.Get, _endpoint.ModelsUri);
        var (response, failure) = await _loop
            .RunAsync(call, clock, exchange => new ModelListResponse(exchange, _endpoint, _options.Limits)).ConfigureAwait(false);
        using (response)
        {
            if (failure is null) return response!.Models!;
            if (failure.Kind == ChatErrorKind.PermissionDenied)
                failure = failure with { Advice = _endpoint.Provider.Preset.ModelsForbidden ?? failure.Advice };
            throw AddFacts(failure, null).ToException();
        }
    }

    /// <summary>Merges, checks and writes a request, once for all that is done with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="streaming">Whether the answer is requested as a stream.</param>
    /// <exception cref="ChatRequestException">The request is wrong.</exception>
    internal SentRequest Prepare(ChatRequest request, bool streaming)
    {
        var body = Merge(request, streaming);
        if (_options.Warn is { } warn)
            foreach (var warning in RequestRules.Warnings(body)) warn(warning);
        if (!streaming) return Write(body, request, streaming: false);
        body["stream"] = true;
        if (!AddsStreamOptions(body, request)) return Write(body, request, streaming: true);
        body["stream_options"] = new JsonDictionary { ["include_usage"] = true };
        return Write(body, request, streaming: true) with
        {
            WithoutStreamOptions = () =>
            {
                body["stream_options"] = null;
                return Write(body, request, streaming: true);
            },
        };
    }

    /// <summary>Starts the time of a call, which several clients may share.</summary>
    internal CallStart Start() => new(_options.Time.GetTimestamp(), _options.Timeouts.Total);

    /// <summary>Sends a request until its answer begins.</summary>
    /// <param name="request">The request.</param>
    /// <param name="start">The start of the call.</param>
    /// <param name="stop">Cancels the call and closes its connection.</param>
    internal async Task<ChatCall> OpenAsync(SentRequest request, CallStart start, CancellationToken stop)
    {
        var clock = new CallClock(_options.Timeouts, _options.Time, stop, start);
        try
        {
            var (reader, failure) = await _loop.RunAsync(
                ToHttp(request),
                clock,
                exchange => new CompletionReader(exchange, request, _endpoint, _options, clock),
                request.WithoutStreamOptions is null ? null : refused => Simplify(request, refused)).ConfigureAwait(false);
            return new ChatCall(reader, failure, clock, failed => AddFacts(failed, request.Model));
        }
        catch
        {
            clock.Dispose();
            throw;
        }
    }

    private static HttpCall ToHttp(SentRequest request) => new(HttpMethod.Post, request.Address, request.Body, request.Streaming);

    /// <summary>Leaves out the stream options if the server refuses them; <see langword="null"/> if the failure is another one.</summary>
    private static HttpCall? Simplify(SentRequest request, CallFailure failure) =>
        failure is { Api.MeantStatus: 400 or 422, Body: { } body } && body.Contains("stream_options", StringComparison.Ordinal)
            ? ToHttp(request.WithoutStreamOptions!())
            : null;

    /// <summary>
    /// Whether usage is requested for the stream: the service is known to report it, and the user did not decide otherwise.
    /// </summary>
    private bool AddsStreamOptions(RequestBody body, ChatRequest request) =>
        _endpoint.Provider.Preset.AsksForStreamUsage && !body.Has("stream_options")
        && request.AdditionalParameters?.Contains("stream_options") != true;

    private SentRequest Write(RequestBody body, ChatRequest request, bool streaming)
    {
        var messages = body["messages"] as IEnumerable<ChatMessage>;
        var list = messages as IReadOnlyList<ChatMessage> ?? messages?.ToList();
        return new SentRequest(Provider.Name, _endpoint.ChatUri(body.Model), body.Model, list, body.ToUtf8())
        {
            Choices = body.Choices,
            Streaming = streaming,
            InputObject = request.InputObject,
            Endpoint = _endpoint,
        };
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

    /// <summary>Adds the facts that the endpoint knows about a failure.</summary>
    private CallFailure AddFacts(CallFailure failure, string? model) => failure with
    {
        Provider = failure.Provider ?? _endpoint.Provider.Name,
        Model = failure.Model ?? model,
        Advice = failure.Advice ?? Advice.For(failure.Kind),
    };
}
