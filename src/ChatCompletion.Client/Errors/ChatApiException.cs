namespace ChatCompletions;

/// <summary>The server answered with an error, by its status or inside an answer.</summary>
public sealed class ChatApiException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Why the call failed.</param>
    /// <param name="message">What the server said.</param>
    public ChatApiException(ChatErrorKind kind, string message) : base(kind, message)
    {
    }

    /// <summary>The HTTP status; 200 where the error came inside an answer.</summary>
    public int StatusCode { get; init; }

    /// <summary>The server's code for the error, such as <c>model_not_found</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The server's type of error, such as <c>invalid_request_error</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The field of the request that the server names.</summary>
    public string? Param { get; init; }

    /// <summary>How many seconds the server asks to wait before the next try.</summary>
    public double? RetryAfter { get; internal set; }

    /// <summary>The status that the error stands for: the HTTP status, or of an error inside an answer the one that its words mean.</summary>
    internal int MeantStatus { get; init; }
}
