using System.Globalization;
using System.Net.Http.Headers;

namespace ChatCompletions;

/// <summary>Sends a request until it is answered: builds it, watches the time, sends again where that can help, and turns every failure into a typed error.</summary>
internal sealed class RequestSender(ChatEndpoint endpoint, ChatClientOptions options)
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("ChatCompletion", typeof(RequestSender).Assembly.GetName().Version?.ToString(3) ?? "0");

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
        for (var attempt = 1; ; attempt++)
        {
            using var request = Build(method, uri, body, streaming);
            options.Trace?.Invoke($"{method} {EndpointUrl.Display(uri)}, {body.Length} bytes, {endpoint.KeySource ?? "no key"}.");
            var (exchange, failure) = await TryAsync(request, clock, begin, sentBefore + attempt).ConfigureAwait(false);
            if (failure is null) return exchange!;

            if (DelayAfter(failure, attempt, exchange?.Headers) is not { } wait || wait >= clock.Left)
            {
                if (exchange?.IsSuccess == true) return exchange;
                exchange?.Dispose();
                throw failure;
            }
            exchange?.Dispose();
            options.Trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Request {failure.Attempts} failed: {failure.Message} Trying again in {wait.TotalSeconds:0.0} s."));
            await WaitAsync(wait, clock, uri).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <returns>The answer, if any came, and what failed, if anything did.</returns>
    private async Task<(HttpExchange? Exchange, ChatException? Failure)> TryAsync(
        HttpRequestMessage request, CallClock clock, Func<HttpExchange, ValueTask<ChatException?>>? begin, int attempts)
    {
        var uri = request.RequestUri!;
        HttpExchange exchange;
        try
        {
            clock.AwaitFirstByte();
            exchange = new HttpExchange(await _http.SendAsync(request, clock.Token).ConfigureAwait(false), clock, uri.Host, attempts, endpoint.Mask);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(uri.Host, stopped) is { } timeout)
        {
            return (null, Counted(timeout, attempts));
        }
        catch (HttpRequestException malformed) when (malformed.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            // The server has answered, and would answer the same again.
            return (null, Counted(new ChatProtocolException(ConnectionMessage(uri, malformed), endpoint.Mask.Keep(malformed)), attempts));
        }
        catch (HttpRequestException broken)
        {
            return (null, Counted(new ChatConnectionException(ConnectionMessage(uri, broken), endpoint.Mask.Keep(broken)), attempts));
        }

        try
        {
            var failure = !exchange.IsSuccess ? await ErrorFactory.FromResponseAsync(exchange, endpoint, options.Limits).ConfigureAwait(false)
                : begin is null ? null
                : await begin(exchange).ConfigureAwait(false);
            if (failure is ChatApiException error) error.RetryAfter = _retries.RetryAfter(exchange.Headers)?.TotalSeconds;
            return (exchange, failure is null ? null : Counted(failure, attempts));
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
        ChatConnectionException or { Kind: ChatErrorKind.ConnectTimeout } => _retries.AfterBrokenConnection(attempt),
        { Kind: ChatErrorKind.FirstByteTimeout or ChatErrorKind.IdleTimeout } when options.RetriesTimeouts => _retries.AfterBrokenConnection(attempt),
        _ => null,
    };

    private HttpRequestMessage Build(HttpMethod method, Uri uri, ReadOnlyMemory<byte> body, bool streaming)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Accept.ParseAdd(streaming ? "text/event-stream" : "application/json");
        // Compressed events can sit in a gateway's buffer until it is full.
        request.Headers.AcceptEncoding.ParseAdd(streaming ? "identity" : "gzip, br");
        endpoint.Authorize(request);
        if (method == HttpMethod.Post)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
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
