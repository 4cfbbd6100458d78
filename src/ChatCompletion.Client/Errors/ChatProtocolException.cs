namespace ChatCompletions;

/// <summary>The server did not send a chat completion.</summary>
public sealed class ChatProtocolException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with it.</param>
    /// <param name="innerException">The cause.</param>
    public ChatProtocolException(string message, Exception? innerException = null)
        : base(ChatErrorKind.ProtocolError, message, innerException)
    {
    }

    internal ChatProtocolException(CallFailure failure) : base(failure)
    {
    }
}
