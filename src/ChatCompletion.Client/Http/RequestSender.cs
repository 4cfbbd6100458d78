namespace ChatCompletions;

/// <summary>Sends a request once, and turns every failure to get a response into a <see cref="CallFailure"/>.</summary>
internal sealed class RequestSender(ChatEndpoint endpoint, ChatClientOptions options)
{
    private static readonly string UserAgent = "ChatCompletion/" + (typeof(RequestSender).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly HttpMessageInvoker _http = options.Http ?? ChatHandlers.For(endpoint.Provider, options.Timeouts.Connect);

    /// <summary>Sends a request, and returns when the headers of its response are there.</summary>
    /// <param name="call">The request.</param>
    /// <param name="key">The key.</param>
    /// <param name="permit">The permit of the limiter; it belongs to the response, and is released with it.</param>
    /// <param name="clock">The call's time limits.</param>
    /// <param name="number">The number of requests that this call has sent, with this one.</param>
    public async Task<Attempt> SendAsync(HttpCall call, EndpointKey key, RequestPermit? permit, CallClock clock, int number)
    {
        using var request = Build(call, key);
        options.Trace?.Invoke($"{call.Method} {endpoint.Display(call.Address)}, {call.Body.Length} bytes, {key.Source ?? "no key"}.");
        HttpExchange exchange;
        try
        {
            clock.AwaitFirstByte();
            var response = await _http.SendAsync(request, clock.Token).ConfigureAwait(false);
            exchange = new HttpExchange(response, clock, call.Address, number, endpoint.Mask) { Permit = permit };
        }
        catch (Exception cause)
        {
            permit?.Dispose();
            if (FailureOf(cause, call.Address, clock) is { } failure) return new Attempt(null, failure with { Attempts = number });
            throw;
        }
        if (exchange.IsSuccess)
        {
            options.Limiter?.OnSuccess(exchange.RateLimit, options.MaxRetryDelay);
            return new Attempt(exchange, null);
        }
        try
        {
            var failure = await ErrorFactory.FromResponseAsync(exchange, endpoint, options.Limits).ConfigureAwait(false);
            return new Attempt(exchange, exchange.AddFacts(failure));
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    /// <summary>Why no response arrived; <see langword="null"/> if the user stopped the call.</summary>
    private CallFailure? FailureOf(Exception cause, Uri address, CallClock clock) => cause switch
    {
        OperationCanceledException => clock.Explain(address.Host, cause),
        // The server has answered, and would answer the same again.
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded,
        } malformed => new(ChatErrorKind.ProtocolError, ConnectionMessage(address, malformed), endpoint.Mask.Keep(malformed)),
        HttpRequestException broken => new(ChatErrorKind.ConnectionFailed, ConnectionMessage(address, broken), endpoint.Mask.Keep(broken)),
        _ => null,
    };

    private HttpRequestMessage Build(HttpCall call, EndpointKey key)
    {
        var request = new HttpRequestMessage(call.Method, call.Address);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", call.Streaming ? "text/event-stream" : "application/json");
        // Compressed events can sit in a gateway's buffer until it is full.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", call.Streaming ? "identity" : "gzip, br");
        endpoint.Authorize(request, key);
        if (call.Method == HttpMethod.Post)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }
        return request;
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
