namespace ChatCompletions;

/// <summary>Which kind of failure a status and a server's code stand for.</summary>
internal static class ErrorClassifier
{
    private static readonly string[] QuotaCodes =
    [
        "insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached", "budget_exceeded",
        "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ];

    /// <summary>The kind of failure.</summary>
    /// <param name="status">The HTTP status, or the one that an error inside an answer names.</param>
    /// <param name="error">What the server said.</param>
    public static ChatErrorKind Classify(int status, ServerError error)
    {
        if (IsOne(QuotaCodes, error) || status == 402) return ChatErrorKind.QuotaExceeded;
        if (error.Code is "content_filter" or "content_policy_violation" || error.Type is "content_filter") return ChatErrorKind.ContentFiltered;
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

    /// <summary>The status that an error inside an answer of status 200 stands for.</summary>
    public static int StatusOf(ServerError error) => error.CodeAsStatus ?? (error.Code, error.Type) switch
    {
        ("invalid_api_key", _) or (_, "authentication_error") => 401,
        ("model_not_found", _) or (_, "not_found_error") => 404,
        ("rate_limit_exceeded", _) or (_, "rate_limit_error") => 429,
        (_, "permission_error") => 403,
        (_, "invalid_request_error") => 400,
        _ => 500,
    };

    private static bool IsOne(string[] words, ServerError error) =>
        Array.Exists(words, word => word == error.Code || word == error.Type);
}
