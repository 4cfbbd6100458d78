namespace ChatCompletions;

/// <summary>No connection could be made, or it broke before the answer began.</summary>
public sealed class ChatConnectionException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public ChatConnectionException(string message, Exception? innerException = null)
        : base(ChatErrorKind.ConnectionFailed, message, innerException)
    {
    }

    internal ChatConnectionException(CallFailure failure) : base(failure)
    {
    }
}
