namespace ChatCompletions;

/// <summary>The advice for failures.</summary>
internal static class Advice
{
    /// <summary>The advice for an error that a server reported.</summary>
    /// <param name="kind">The kind of failure.</param>
    /// <param name="error">The error as the server described it.</param>
    /// <param name="status">The HTTP status that the error stands for.</param>
    /// <param name="endpoint">The endpoint that received the request, if it is known.</param>
    public static string? For(ChatErrorKind kind, ServerError error, int status, ChatEndpoint? endpoint) => (error.Code, error.Param) switch
    {
        _ when status == 401 && endpoint is not null => ForKey(endpoint),
        _ when status == 501 => "The server does not support this request. Change the request, or use another model or server.",
        ("unsupported_parameter", "max_tokens") => "This model takes -MaxCompletionTokens in place of -MaxTokens.",
        ("context_length_exceeded", _) =>
            "The conversation is too long for the model: send less of it, or use a model with a larger context.",
        _ => For(kind),
    };

    /// <summary>Says where the refused key came from, and how to replace it.</summary>
    private static string ForKey(ChatEndpoint endpoint)
    {
        var provider = endpoint.Provider;
        var isAddressOnly = provider.Preset == ProviderPresets.Custom && provider.Scope == ChatProvider.PresetScope;
        var name = isAddressOnly ? $"NAME -ApiBase {endpoint.Display(endpoint.ApiBase)}" : provider.Name;
        var set = $"Set-ChatProvider {name} -ApiKey (Read-Host -AsSecureString)";
        if (endpoint.KeySource is not { } source) return $"No key was sent, and the server requires one. Store one: {set}.";
        if (provider.KeyCommand is not null) return $"The server refused the key from {source}. Check what the command returns.";
        return provider.SecretName is null && provider.SessionKey is null
            ? $"The server refused the key from {source}. Correct the variable, or store another key: {set}."
            : $"The server refused the key from {source}. Replace it: {set}.";
    }

    /// <summary>The advice for a kind of failure; <see langword="null"/> if the message is enough.</summary>
    public static string? For(ChatErrorKind kind) => kind switch
    {
        ChatErrorKind.AuthenticationFailed => "Check the provider's key.",
        ChatErrorKind.PermissionDenied => "The key may not do this: check its rights, the account and the region.",
        ChatErrorKind.NotFound => "Check -Model (Get-ChatModel lists the models) and the base URL, which mostly ends in /v1.",
        ChatErrorKind.RateLimited => "Wait and try again, or send less at once.",
        ChatErrorKind.QuotaExceeded => "Check the account's credit and limits. Trying again will not help.",
        ChatErrorKind.ContentFiltered => "The provider's content filter refused. Change the question.",
        ChatErrorKind.RequestTimeout => "Try again later, or with a shorter question.",
        ChatErrorKind.ServerError => "The server failed. Try again later.",
        ChatErrorKind.ConnectionFailed => "Check the address, the network and the proxy. Get-ChatModel tests the connection.",
        ChatErrorKind.ConnectTimeout =>
            "Check the address, the network and the proxy; Set-ChatProvider -ConnectTimeoutSec allows more time.",
        ChatErrorKind.FirstByteTimeout => "The server may be busy, or loading the model: try again, or allow more time "
            + "with -FirstByteTimeoutSec, for this call or with Set-ChatProvider.",
        ChatErrorKind.IdleTimeout => "Try again, or allow longer silence with -IdleTimeoutSec.",
        ChatErrorKind.TotalTimeout => "Ask for a shorter answer, or allow more time with -TimeoutSec.",
        ChatErrorKind.IncompleteAnswer => "Try again. If it happens often, look for a proxy on the way that cuts answers off.",
        ChatErrorKind.ProtocolError => "Check the base URL, which mostly ends in /v1. What the server sent is in the exception's Body.",
        ChatErrorKind.FallbacksFailed => "Look at each reason. Get-ChatModel tests a provider and its key.",
        ChatErrorKind.InvalidValue => "Look at the text that came. Say in the question what each field is for, allow more tokens, "
            + "or ask for less; not every model can do it.",
        _ => null,
    };
}
