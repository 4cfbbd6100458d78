namespace ChatCompletions;

/// <summary>Turns what a server says of a failure into a typed error, with the key masked and with advice.</summary>
internal static class ErrorFactory
{
    private const int MaxBody = 8192;

    /// <summary>The error of an answer whose status is no success.</summary>
    public static async Task<ChatException> FromResponseAsync(
        HttpExchange exchange, HttpResponseMessage response, ChatEndpoint endpoint, TimeSpan? retryAfter, ChatLimits limits)
    {
        var status = exchange.Status;
        if (status is >= 300 and < 400) return Redirect(exchange, response, endpoint);
        var body = endpoint.Mask.Apply(await exchange.ReadErrorTextAsync(limits.MaxErrorBytes).ConfigureAwait(false))!;
        var error = ServerError.FromBody(body);
        var message = error.Message ?? SafeText.Excerpt(endpoint.Mask.Apply(response.ReasonPhrase), 200);
        return Create(status, ErrorClassifier.Classify(status, error), $"{endpoint.Provider.Name} answered with status {status}: {message}", error, retryAfter, exchange, body);
    }

    /// <summary>The error that a server put inside an answer of status 200.</summary>
    public static ChatApiException FromAnswer(object error, HttpExchange exchange, ChatEndpoint endpoint)
    {
        var body = endpoint.Mask.Apply(JsonText.Write(error))!;
        var said = ServerError.FromBody(body);
        var message = said.Message ?? body;
        return Create(exchange.Status, ErrorClassifier.Classify(ErrorClassifier.StatusOf(said), said), $"{endpoint.Provider.Name} reported an error: {message}", said, null, exchange, body);
    }

    private static ChatApiException Create(
        int status, ChatErrorKind kind, string message, ServerError error, TimeSpan? retryAfter, HttpExchange exchange, string body) =>
        new(kind, message)
        {
            StatusCode = status,
            Code = error.Code,
            Type = error.Type,
            Param = error.Param,
            RetryAfter = retryAfter?.TotalSeconds,
            RequestId = exchange.RequestId,
            Attempts = exchange.Attempts,
            Body = SafeText.Excerpt(body, MaxBody),
            Advice = Advice(kind, error),
        };

    private static ChatException Redirect(HttpExchange exchange, HttpResponseMessage response, ChatEndpoint endpoint)
    {
        var target = response.Headers.Location is { } location ? SafeText.Excerpt(endpoint.Mask.Apply(location.ToString()), 500) : "nowhere";
        return new ChatException(ChatErrorKind.RedirectRefused, $"{endpoint.Provider.Name} redirects to {target} (status {exchange.Status}). Redirects are not followed, since they could carry the question and the key to another host.")
        {
            RequestId = exchange.RequestId,
            Attempts = exchange.Attempts,
            Advice = "If the address is right, use it as the base URL: -ApiBase, or Set-ChatProvider -ApiBase.",
        };
    }

    private static string? Advice(ChatErrorKind kind, ServerError error) => (kind, error.Code, error.Param) switch
    {
        (_, "unsupported_parameter", "max_tokens") => "This model takes -MaxCompletionTokens in place of -MaxTokens.",
        (_, "context_length_exceeded", _) => "The conversation is too long for the model: send less of it, or use a model with a larger context.",
        (ChatErrorKind.AuthenticationFailed, _, _) => "Check the provider's key.",
        (ChatErrorKind.PermissionDenied, _, _) => "The key may not do this: check its rights, the account and the region.",
        (ChatErrorKind.NotFound, _, _) => "Check -Model (Get-ChatModel lists the models) and the base URL, which mostly ends in /v1.",
        (ChatErrorKind.RateLimited, _, _) => "Wait and try again, or send less at once.",
        (ChatErrorKind.QuotaExceeded, _, _) => "Check the account's credit and limits. Trying again will not help.",
        (ChatErrorKind.ContentFiltered, _, _) => "The provider's content filter refused. Change the question.",
        (ChatErrorKind.RequestTimeout, _, _) => "Try again later, or with a shorter question.",
        (ChatErrorKind.ServerError, _, _) => "The server failed. Try again later.",
        _ => null,
    };
}
