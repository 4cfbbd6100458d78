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

    /// <summary>Sends a request and returns its answer as soon as the headers are there.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="uri">The address.</param>
    /// <param name="body">The JSON to send; empty for none.</param>
    /// <param name="streaming">Whether a stream of events is asked for.</param>
    /// <param name="clock">The call's time limits.</param>
    /// <param name="sentBefore">How many requests this call had sent before, in another form.</param>
    /// <exception cref="ChatException">The request failed for good.</exception>
    public async Task<HttpExchange> SendAsync(HttpMethod method, Uri uri, ReadOnlyMemory<byte> body, bool streaming, CallClock clock, int sentBefore = 0)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (exchange, failure, delay) = await TryAsync(method, uri, body, streaming, clock, attempt, sentBefore).ConfigureAwait(false);
            if (exchange is not null) return exchange;
            failure!.Attempts = sentBefore + attempt;
            if (delay is not { } wait || wait >= clock.Left) throw failure;
            options.Trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"Request {failure.Attempts} failed: {failure.Message} Trying again in {wait.TotalSeconds:0.0} s."));
            await WaitAsync(wait, clock, uri).ConfigureAwait(false);
        }
    }

    private async Task<(HttpExchange? Exchange, ChatException? Failure, TimeSpan? Delay)> TryAsync(
        HttpMethod method, Uri uri, ReadOnlyMemory<byte> body, bool streaming, CallClock clock, int attempt, int sentBefore)
    {
        using var request = Build(method, uri, body, streaming);
        options.Trace?.Invoke($"{method} {EndpointUrl.Display(uri)}, {body.Length} bytes, {endpoint.KeySource ?? "no key"}.");
        HttpResponseMessage response;
        try
        {
            clock.AwaitFirstByte();
            response = await _http.SendAsync(request, clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stopped) when (clock.Explain(uri.Host, stopped) is { } timeout)
        {
            var mayRetry = timeout.Kind == ChatErrorKind.ConnectTimeout || (options.RetriesTimeouts && timeout.Kind == ChatErrorKind.FirstByteTimeout);
            return (null, timeout, mayRetry ? _retries.AfterBrokenConnection(attempt) : null);
        }
        catch (HttpRequestException malformed) when (malformed.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            // The server has answered, and would answer the same again.
            return (null, new ChatProtocolException(ConnectionMessage(uri, malformed), endpoint.Mask.Keep(malformed)), null);
        }
        catch (HttpRequestException broken)
        {
            var failure = new ChatConnectionException(ConnectionMessage(uri, broken), endpoint.Mask.Keep(broken));
            return (null, failure, _retries.AfterBrokenConnection(attempt));
        }

        var exchange = new HttpExchange(response, clock, uri.Host, sentBefore + attempt, endpoint.Mask);
        if (response.IsSuccessStatusCode) return (exchange, null, null);
        using (exchange)
        {
            var error = await ErrorFactory.FromResponseAsync(exchange, response, endpoint, _retries.RetryAfter(response.Headers), options.Limits).ConfigureAwait(false);
            return (null, error, error is ChatApiException api ? _retries.AfterError(attempt, api, response.Headers) : null);
        }
    }

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
