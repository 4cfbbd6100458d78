namespace ChatCompletions;

/// <summary>The answer broke off. <see cref="ChatException.Completion"/> has the part that arrived.</summary>
public sealed class ChatIncompleteException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">How it broke off.</param>
    /// <param name="innerException">The cause.</param>
    public ChatIncompleteException(string message, Exception? innerException = null)
        : base(ChatErrorKind.IncompleteAnswer, message, innerException)
    {
    }

    internal ChatIncompleteException(CallFailure failure) : base(failure)
    {
    }
}
