namespace ChatCompletions;

/// <summary>A call that failed. Its properties give all known facts; none of them contains a key.</summary>
public class ChatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Why the call failed.</param>
    /// <param name="message">What happened, for the person who reads it. It is made safe to show, and cut to 16,000 characters.</param>
    /// <param name="innerException">The cause.</param>
    public ChatException(ChatErrorKind kind, string message, Exception? innerException = null)
        : this(new CallFailure(kind, message, innerException))
    {
    }

    internal ChatException(CallFailure failure)
        : base(failure.Message, failure.Cause) => Failure = failure;

    /// <summary>Why the call failed.</summary>
    public ChatErrorKind Kind => Failure.Kind;

    /// <summary>What to do about it.</summary>
    public string? Advice => Failure.Advice;

    /// <summary>The name of the provider that received the request.</summary>
    public string? Provider => Failure.Provider;

    /// <summary>The requested model.</summary>
    public string? Model => Failure.Model;

    /// <summary>The number of requests that were sent.</summary>
    public int Attempts => Failure.Attempts;

    /// <summary>The server's id of the request, to quote to its support.</summary>
    public string? RequestId => Failure.RequestId;

    /// <summary>
    /// The server's limits on requests and tokens, and how much of them is left; <see langword="null"/> if it does not say.
    /// </summary>
    public ChatRateLimit? RateLimit => Failure.RateLimit;

    /// <summary>The response that is not an answer, cut to a readable length.</summary>
    public string? Body => Failure.Body;

    /// <summary>The part of the answer that arrived before it broke off, with <c>Complete</c> set to <see langword="false"/>.</summary>
    public ChatCompletion? Completion => Failure.Completion;

    /// <summary>The facts that this exception reports.</summary>
    internal CallFailure Failure { get; }
}
