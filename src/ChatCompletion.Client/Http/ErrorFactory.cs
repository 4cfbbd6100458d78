using System.Net;

namespace ChatCompletions;

/// <summary>Turns the error of a server into a failure, with the key masked and with advice.</summary>
internal static class ErrorFactory
{
    private const int MaxBody = 8192;

    /// <summary>The error of a response whose status is not a success.</summary>
    public static async Task<CallFailure> FromResponseAsync(HttpExchange exchange, ChatEndpoint endpoint, ChatLimits limits)
    {
        var status = exchange.Status;
        if (status is >= 300 and < 400) return Redirect(exchange, endpoint);
        var body = endpoint.Mask.ApplyToCut(await exchange.ReadErrorTextAsync(limits.MaxErrorBytes).ConfigureAwait(false))!;
        var error = ServerError.FromBody(body);
        var message = error.Message ?? SafeText.Excerpt(endpoint.Mask.Apply(exchange.ReasonPhrase), 200);
        var what = $"{endpoint.Provider.Name} answered with status {status}: {message}";
        if (status is 404 or 405) what = $"{SafeText.Sentence(what)} The address was {endpoint.Display(exchange.Address)}.";
        return Create(status, MeantStatus(status, error), what, error, endpoint, body);
    }

    /// <summary>The error that a server put into the body of a successful response.</summary>
    /// <param name="error">The error.</param>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="mask">Masks its key.</param>
    /// <param name="endpoint">
    /// The endpoint, for advice about its key; <see langword="null"/> if the body was not read from a connection.
    /// </param>
    public static CallFailure FromAnswer(object error, string provider, SecretMask mask, ChatEndpoint? endpoint)
    {
        var body = mask.Apply(JsonText.Write(mask.ApplyToCut(error)))!;
        var reported = ServerError.FromBody(body);
        var message = reported.Message ?? SafeText.Excerpt(body, 300);
        var what = $"{provider} reported an error: {message}";
        return Create((int)HttpStatusCode.OK, MeantStatus(ErrorClassifier.StatusOf(reported), reported), what, reported, endpoint, body);
    }

    /// <summary>
    /// Some servers answer 500 to a request that they do not support, such as an image without a vision model: a retry cannot help.
    /// </summary>
    private static int MeantStatus(int status, ServerError error) =>
        status >= 500 && error.SaysNotSupported ? (int)HttpStatusCode.NotImplemented : status;

    private static CallFailure Create(int status, int meantStatus, string message, ServerError error, ChatEndpoint? endpoint, string body)
    {
        var kind = ErrorClassifier.Classify(meantStatus, error);
        return new CallFailure(kind, message)
        {
            Api = new ApiError(status, meantStatus) { Code = error.Code, Type = error.Type, Param = error.Param },
            Body = SafeText.Excerpt(body, MaxBody),
            Advice = Advice.For(kind, error, meantStatus, endpoint),
        };
    }

    private static CallFailure Redirect(HttpExchange exchange, ChatEndpoint endpoint)
    {
        var location = exchange.Headers.Location?.ToString();
        var target = location is null ? "nowhere" : SafeText.Excerpt(endpoint.Mask.Apply(location), 500);
        return new CallFailure(
            ChatErrorKind.RedirectRefused,
            $"{endpoint.Provider.Name} redirects to {target} (status {exchange.Status}). "
            + "Redirects are not followed, since they could carry the question and the key to another host.")
        {
            Advice = "If the address is right, use it as the base URL: -ApiBase, or Set-ChatProvider -ApiBase.",
        };
    }
}
