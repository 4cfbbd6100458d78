namespace ChatCompletions;

/// <summary>A call that failed. The properties say all that is known of it; none of them holds a key.</summary>
public class ChatException : Exception
{
    private const int MaxMessage = 16_000;

    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Why the call failed.</param>
    /// <param name="message">What happened, for the person who reads it. It is made safe to show, and cut to 16,000 characters.</param>
    /// <param name="innerException">The cause.</param>
    public ChatException(ChatErrorKind kind, string message, Exception? innerException = null)
        : base(SafeText.Excerpt(message, MaxMessage), innerException) => Kind = kind;

    /// <summary>Why the call failed.</summary>
    public ChatErrorKind Kind { get; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; internal set; }

    /// <summary>The name of the provider that was asked.</summary>
    public string? Provider { get; internal set; }

    /// <summary>The model that was asked for.</summary>
    public string? Model { get; internal set; }

    /// <summary>How many requests were sent.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The server's name for the request, to quote to its support.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>How many requests and tokens the server allows, and how many are left; <see langword="null"/> where it does not tell.</summary>
    public ChatRateLimit? RateLimit { get; internal set; }

    /// <summary>What the server sent in place of an answer, cut to a readable length.</summary>
    public string? Body { get; internal set; }

    /// <summary>
    /// Whether the response ended before it was complete, so that the same request may get a whole one. A complete response that is no
    /// completion, such as a web page, would only be repeated.
    /// </summary>
    internal bool IsCutShort { get; set; }

    /// <summary>What arrived of the answer before it broke off, with <c>Complete</c> set to <see langword="false"/>.</summary>
    public ChatCompletion? Completion { get; internal set; }
}
