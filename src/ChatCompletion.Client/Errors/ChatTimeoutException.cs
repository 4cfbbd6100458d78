namespace ChatCompletions;

/// <summary>A stage of the call, or all of it, took too long.</summary>
public sealed class ChatTimeoutException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Which limit it was.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public ChatTimeoutException(ChatErrorKind kind, string message, Exception? innerException = null)
        : base(kind, message, innerException)
    {
    }

    internal ChatTimeoutException(CallFailure failure) : base(failure)
    {
    }
}
