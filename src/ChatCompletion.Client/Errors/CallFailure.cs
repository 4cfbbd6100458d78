namespace ChatCompletions;

/// <summary>
/// The facts about a failed call. Code that learns more of them makes a copy; where the call ends, <see cref="ToException"/> makes the
/// exception of them.
/// </summary>
/// <param name="Kind">Why the call failed.</param>
/// <param name="Message">What happened, for the person who reads it.</param>
/// <param name="Cause">The cause.</param>
internal sealed record CallFailure(ChatErrorKind Kind, string Message, Exception? Cause = null)
{
    private const int MaxMessage = 16_000;

    /// <summary>What happened, for the person who reads it: safe to show, and cut to a readable length.</summary>
    public string Message { get; init => field = SafeText.Excerpt(value, MaxMessage); } = SafeText.Excerpt(Message, MaxMessage);

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>The name of the provider that received the request.</summary>
    public string? Provider { get; init; }

    /// <summary>The requested model.</summary>
    public string? Model { get; init; }

    /// <summary>The number of requests that were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>The server's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server's limits, from its headers.</summary>
    public ChatRateLimit? RateLimit { get; init; }

    /// <summary>The body that is not an answer, masked.</summary>
    public string? Body { get; init; }

    /// <summary>The part of the answer that arrived.</summary>
    public ChatCompletion? Completion { get; init; }

    /// <summary>The error that the server reported.</summary>
    public ApiError? Api { get; init; }

    /// <summary>The wrong parameter of a call that was refused before anything was sent, without its dash.</summary>
    public string? Parameter { get; init; }

    /// <summary>The place in a value that breaks a rule, as a JSON path.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Whether the response ended before it was complete, so that the same request may get a complete one. A complete response that is not
    /// a completion, such as a web page, would only be repeated.
    /// </summary>
    public bool IsCutShort { get; init; }

    /// <summary>Whether the call was refused before anything was sent.</summary>
    public bool IsRefusedCall { get; init; }

    /// <summary>Makes the exception.</summary>
    public ChatException ToException() => Kind switch
    {
        _ when Api is not null => new ChatApiException(this),
        _ when IsRefusedCall => new ChatRequestException(this),
        ChatErrorKind.ConnectionFailed => new ChatConnectionException(this),
        ChatErrorKind.ConnectTimeout or ChatErrorKind.FirstByteTimeout or ChatErrorKind.IdleTimeout or ChatErrorKind.TotalTimeout =>
            new ChatTimeoutException(this),
        ChatErrorKind.IncompleteAnswer => new ChatIncompleteException(this),
        ChatErrorKind.ProtocolError => new ChatProtocolException(this),
        ChatErrorKind.InvalidValue => new ChatValueException(this),
        _ => new ChatException(this),
    };
}
