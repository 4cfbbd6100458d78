namespace ChatCompletions;

/// <summary>The server answered with an error, by its status or in a body of status 200.</summary>
public sealed class ChatApiException : ChatException
{
    internal ChatApiException(CallFailure failure) : base(failure)
    {
    }

    /// <summary>The HTTP status; 200 if the error was in the body of an answer.</summary>
    public int StatusCode => Api.StatusCode;

    /// <summary>The server's code for the error, such as <c>model_not_found</c>.</summary>
    public string? Code => Api.Code;

    /// <summary>The server's type of error, such as <c>invalid_request_error</c>.</summary>
    public string? Type => Api.Type;

    /// <summary>The request field that the server names.</summary>
    public string? Param => Api.Param;

    /// <summary>How many seconds the server asks to wait before the next request.</summary>
    public double? RetryAfter => Api.RetryAfter;

    private ApiError Api => Failure.Api!;
}
