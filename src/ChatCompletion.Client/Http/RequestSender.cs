using System.Globalization;
using System.Net.Http.Headers;

namespace ChatCompletions;

/// <summary>Sends a request until it is answered: builds it, watches the time, sends again where that can help, and turns every failure into a typed error.</summary>
internal sealed class RequestSender(ChatEndpoint endpoint, ChatClientOptions options)
{
    private static readonly string UserAgent = "ChatCompletion/" + (typeof(RequestSender).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>How often a request that was refused for load is sent again beyond the retries, where the gate sees to it that fewer are under way.</summary>
    private const int MaxExcused = 20;

    private readonly HttpMessageInvoker _http = options.Http ?? ChatHandlers.For(endpoint.Provider, options.Timeouts.Connect);
    private readonly RetryPolicy _retries = new(options.NumRetries, options.MaxRetryDelay, options.Random, options.Time);

    /// <summary>Sends a request and returns its answer as soon as the headers are there, or the beginning was read.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="uri">The address.</param>
    /// <param name="body">The JSON to send; empty for none.</param>
    /// <param name="streaming">Whether a stream of events is asked for.</param>
    /// <param name="clock">The call's time limits.</param>
    /// <param name="begin">
    /// Reads the beginning of an answer of status 200, and tells what came in its place. Such a failure is sent again like one
    /// that the status tells; where it is not, the answer is returned with it.
    /// </param>
    /// <param name="sentBefore">How many requests this call had sent before, in another form.</param>
    /// <exception cref="ChatException">The request failed for good.</exception>
    public async Task<HttpExchange> SendAsync(
        HttpMethod method, Uri uri, ReadOnlyMemory<byte> body, bool streaming, CallClock clock, Func<HttpExchange, ValueTask<ChatException?>>? begin = null, int sentBefore = 0)
    {
        var excused = 0;
        var isKeyRenewed = false;
        for (var attempt = 1; ; attempt++)
        {
            var key = await KeyAsync(clock, uri).ConfigureAwait(false);
            var permit = await PassAsync(clock, uri).ConfigureAwait(false);
            using var request = Build(method, uri, body, streaming, key);
            options.Trace?.Invoke($"{method} {endpoint.Display(uri)}, {body.Length} bytes, {key.Source ?? "no key"}.");
            var (exchange, failure) = await TryAsync(request, permit, clock, begin, sentBefore + attempt).ConfigureAwait(false);
            if (failure is null) return exchange!;

            if (failure.Kind == ChatErrorKind.AuthenticationFailed && !isKeyRenewed && endpoint.ForgetKey(key))
            {
                options.Trace?.Invoke($"{endpoint.Provider.Name} does not accept the key any more; its command is run again.");
                exchange?.Dispose();
                isKeyRenewed = true;
                excused++;
                continue;
            }
            var delay = DelayAfter(failure, attempt - excused, exchange?.Headers);
            if (permit is not null && failure.Kind == ChatErrorKind.RateLimited)
            {
                options.Gate!.Refused(permit, failure is ChatApiException { RetryAfter: { } asked } && delay is not null ? TimeSpan.FromSeconds(asked) : null);
                if (excused < MaxExcused) excused++;
            }
            if (delay is not { } wait || wait >= clock.Left)
            {
                if (exchange?.IsSuccess == true) return exchange;
                exchange?.Dispose();
                throw failure;
            }
            exchange?.Dispose();
            options.Trace?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"Request {failure.Attempts} failed: {SafeText.Sentence(failure.Message)} Trying again in {wait.TotalSeconds:0.0} s."));
            await WaitAsync(wait, clock, uri).ConfigureAwait(false);
        }
    }

    /// <summary>Gets the key, for which a command may have to be run.</summary>
    private async ValueTask<EndpointKey> KeyAsync(CallClock clock, Uri uri)
    {
        clock.AwaitRetry();
        try
        {
            return await endpoint.KeyAsync(clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(uri.Host, stopped) is { } timeout)
        {
            throw timeout;
        }
    }

    /// <summary>Waits at the gate, where there is one.</summary>
    private async ValueTask<RatePermit?> PassAsync(CallClock clock, Uri uri)
    {
        if (options.Gate is not { } gate) return null;
        if (gate.Closed is { } pause) options.Trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{endpoint.Provider.Name} is at its rate limit; nothing is sent for {pause.TotalSeconds:0.0} s."));
        clock.AwaitRetry();
        try
        {
            return await gate.EnterAsync(clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(uri.Host, stopped) is { } timeout)
        {
            throw timeout;
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <returns>The answer, if any came, and what failed, if anything did.</returns>
    private async Task<(HttpExchange? Exchange, ChatException? Failure)> TryAsync(
        HttpRequestMessage request, RatePermit? permit, CallClock clock, Func<HttpExchange, ValueTask<ChatException?>>? begin, int attempts)
    {
        var uri = request.RequestUri!;
        HttpExchange exchange;
        try
        {
            clock.AwaitFirstByte();
            exchange = new HttpExchange(await _http.SendAsync(request, clock.Token).ConfigureAwait(false), clock, uri, attempts, endpoint.Mask) { Permit = permit };
        }
        catch (Exception cause)
        {
            permit?.Dispose();
            if (WithoutAnswer(cause, uri, clock) is { } failure) return (null, Counted(failure, attempts));
            throw;
        }
        if (exchange.IsSuccess) options.Gate?.Answered(exchange.RateLimit, options.MaxRetryDelay);
        return (exchange, await BeginAsync(exchange, begin).ConfigureAwait(false));
    }

    /// <summary>Why no answer came; <see langword="null"/> where the user stopped the call.</summary>
    private ChatException? WithoutAnswer(Exception cause, Uri uri, CallClock clock) => cause switch
    {
        OperationCanceledException => clock.Explain(uri.Host, cause),
        // The server has answered, and would answer the same again.
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } malformed =>
            new ChatProtocolException(ConnectionMessage(uri, malformed), endpoint.Mask.Keep(malformed)),
        HttpRequestException broken => new ChatConnectionException(ConnectionMessage(uri, broken), endpoint.Mask.Keep(broken)),
        _ => null,
    };

    /// <summary>Reads what an answer says of itself: that the request failed, or what its beginning is.</summary>
    private async Task<ChatException?> BeginAsync(HttpExchange exchange, Func<HttpExchange, ValueTask<ChatException?>>? begin)
    {
        try
        {
            var failure = !exchange.IsSuccess ? await ErrorFactory.FromResponseAsync(exchange, endpoint, options.Limits).ConfigureAwait(false)
                : begin is null ? null
                : await begin(exchange).ConfigureAwait(false);
            if (failure is ChatApiException error) error.RetryAfter = _retries.RetryAfter(exchange.Headers)?.TotalSeconds;
            return failure is null ? null : Counted(failure, exchange.Attempts);
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    private static ChatException Counted(ChatException failure, int attempts)
    {
        failure.Attempts = attempts;
        return failure;
    }

    /// <summary>The wait before a failed request is sent again; <see langword="null"/> where it is not.</summary>
    private TimeSpan? DelayAfter(ChatException failure, int attempt, HttpResponseHeaders? headers) => failure switch
    {
        ChatApiException error => _retries.AfterError(attempt, error, headers!),
        { IsCutShort: true } => _retries.AfterCutAnswer(attempt, headers!),
        ChatConnectionException or { Kind: ChatErrorKind.ConnectTimeout } => _retries.AfterBrokenConnection(attempt),
        { Kind: ChatErrorKind.FirstByteTimeout or ChatErrorKind.IdleTimeout } when options.RetriesTimeouts => _retries.AfterBrokenConnection(attempt),
        _ => null,
    };

    private HttpRequestMessage Build(HttpMethod method, Uri uri, ReadOnlyMemory<byte> body, bool streaming, EndpointKey key)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", streaming ? "text/event-stream" : "application/json");
        // Compressed events can sit in a gateway's buffer until it is full.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", streaming ? "identity" : "gzip, br");
        endpoint.Authorize(request, key);
        if (method == HttpMethod.Post)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }
        return request;
    }

    private async Task WaitAsync(TimeSpan wait, CallClock clock, Uri uri)
    {
        clock.AwaitRetry();
        try
        {
            await Task.Delay(wait, options.Time, clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(uri.Host, stopped) is { } timeout)
        {
            throw timeout;
        }
    }

    private string ConnectionMessage(Uri uri, HttpRequestException broken)
    {
        var what = broken.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The name cannot be resolved",
            HttpRequestError.SecureConnectionError => "TLS failed",
            HttpRequestError.ProxyTunnelError => "The proxy refused",
            HttpRequestError.ConnectionError => "No connection",
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => "The answer is malformed",
            _ => "The connection broke before the answer began",
        };
        var cause = broken.GetBaseException().Message.TrimEnd('.');
        return $"{uri.GetLeftPart(UriPartial.Authority)}: {what} ({SafeText.Excerpt(endpoint.Mask.Apply(cause), 300)}).";
    }
}
