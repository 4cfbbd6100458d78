namespace ChatCompletions;

/// <summary>Maps an HTTP status and a server's error code to a kind of failure.</summary>
internal static class ErrorClassifier
{
    private static readonly string[] QuotaCodes =
    [
        "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached", "budget_exceeded",
        "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ];

    /// <summary>Gets the kind of failure.</summary>
    /// <param name="status">The HTTP status, or the one that an error in a successful response means.</param>
    /// <param name="error">The error.</param>
    public static ChatErrorKind Classify(int status, ServerError error)
    {
        if (IsOne(QuotaCodes, error) || status == 402) return ChatErrorKind.QuotaExceeded;
        if (error.Code is "content_filter" or "content_policy_violation" || error.Type is "content_filter")
            return ChatErrorKind.ContentFiltered;
        return status switch
        {
            401 => ChatErrorKind.AuthenticationFailed,
            403 => ChatErrorKind.PermissionDenied,
            404 => ChatErrorKind.NotFound,
            429 => ChatErrorKind.RateLimited,
            408 => ChatErrorKind.RequestTimeout,
            >= 500 => ChatErrorKind.ServerError,
            _ => ChatErrorKind.BadRequest,
        };
    }

    /// <summary>
    /// Gets the status that an error in a response of status 200 means: its code if that is a status, or by its code and type. Default:
    /// 500.
    /// </summary>
    public static int StatusOf(ServerError error) => error.CodeAsStatus ?? StatusOf(error.Code) ?? StatusOf(error.Type) ?? 500;

    private static int? StatusOf(string? word) => word switch
    {
        "invalid_request_error" or "BadRequestError" or "bad_request_error" or "exceed_context_size_error" or "context_length_exceeded"
            or "content_filter" or "content_policy_violation" or "unsupported_parameter" or "unsupported_value" => 400,
        "invalid_api_key" or "authentication_error" or "AuthenticationError" or "auth_error" => 401,
        "permission_error" or "PermissionDeniedError" => 403,
        "model_not_found" or "not_found_error" or "NotFoundError" => 404,
        "timeout" or "timeout_error" or "request_timeout" => 408,
        "UnprocessableEntityError" => 422,
        "rate_limit_exceeded" or "rate_limit_error" or "RateLimitError" or "slow_down" => 429,
        "not_supported_error" or "NotImplementedError" => 501,
        "server_is_overloaded" or "overloaded_error" or "service_unavailable_error" or "unavailable_error" => 503,
        _ => null,
    };

    private static bool IsOne(string[] words, ServerError error) =>
        Array.Exists(words, word => word == error.Code || word == error.Type);
}
