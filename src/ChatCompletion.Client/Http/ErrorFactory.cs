using System.Net;

namespace ChatCompletions;

/// <summary>Turns what a server says of a failure into a typed error, with the key masked and with advice.</summary>
internal static class ErrorFactory
{
    private const int MaxBody = 8192;

    /// <summary>The error of an answer whose status is no success.</summary>
    public static async Task<ChatException> FromResponseAsync(HttpExchange exchange, ChatEndpoint endpoint, ChatLimits limits)
    {
        var status = exchange.Status;
        if (status is >= 300 and < 400) return Redirect(exchange, endpoint);
        var body = endpoint.Mask.ApplyToCut(await exchange.ReadErrorTextAsync(limits.MaxErrorBytes).ConfigureAwait(false))!;
        var error = ServerError.FromBody(body);
        var message = error.Message ?? SafeText.Excerpt(endpoint.Mask.Apply(exchange.ReasonPhrase), 200);
        var what = $"{endpoint.Provider.Name} answered with status {status}: {message}";
        if (status is 404 or 405) what = $"{SafeText.Sentence(what)} The address was {endpoint.Display(exchange.Address)}.";
        return Create(MeantStatus(status, error), what, error, exchange, endpoint, body);
    }

    /// <summary>The error that a server put inside an answer of status 200.</summary>
    public static ChatApiException FromAnswer(object error, HttpExchange exchange, ChatEndpoint endpoint)
    {
        var body = endpoint.Mask.Apply(JsonText.Write(endpoint.Mask.ApplyToCut(error)))!;
        var said = ServerError.FromBody(body);
        var message = said.Message ?? SafeText.Excerpt(body, 300);
        return Create(MeantStatus(ErrorClassifier.StatusOf(said), said), $"{endpoint.Provider.Name} reported an error: {message}", said, exchange, endpoint, body);
    }

    /// <summary>Some servers answer 500 to a request that they do not support, such as an image without a vision model: a retry cannot help.</summary>
    private static int MeantStatus(int status, ServerError error) =>
        status >= 500 && error.SaysNotSupported ? (int)HttpStatusCode.NotImplemented : status;

    private static ChatApiException Create(int meantStatus, string message, ServerError error, HttpExchange exchange, ChatEndpoint endpoint, string body)
    {
        var kind = ErrorClassifier.Classify(meantStatus, error);
        return new ChatApiException(kind, message)
        {
            StatusCode = exchange.Status,
            MeantStatus = meantStatus,
            Code = error.Code,
            Type = error.Type,
            Param = error.Param,
            RequestId = exchange.RequestId,
            RateLimit = exchange.RateLimit,
            Attempts = exchange.Attempts,
            Body = SafeText.Excerpt(body, MaxBody),
            Advice = Advice.For(kind, error, meantStatus, endpoint),
        };
    }

    private static ChatException Redirect(HttpExchange exchange, ChatEndpoint endpoint)
    {
        var target = exchange.Headers.Location is { } location ? SafeText.Excerpt(endpoint.Mask.Apply(location.ToString()), 500) : "nowhere";
        return new ChatException(ChatErrorKind.RedirectRefused, $"{endpoint.Provider.Name} redirects to {target} (status {exchange.Status}). Redirects are not followed, since they could carry the question and the key to another host.")
        {
            RequestId = exchange.RequestId,
            Attempts = exchange.Attempts,
            Advice = "If the address is right, use it as the base URL: -ApiBase, or Set-ChatProvider -ApiBase.",
        };
    }
}
