namespace ChatCompletions;

/// <summary>A wrong call, refused before anything was sent.</summary>
public sealed class ChatRequestException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="parameter">The wrong parameter, without its dash.</param>
    /// <param name="message">The rule that is broken.</param>
    /// <param name="innerException">The cause.</param>
    public ChatRequestException(string? parameter, string message, Exception? innerException = null)
        : this(ChatErrorKind.InvalidRequest, parameter, message, innerException)
    {
    }

    /// <summary>Creates the exception with a kind of its own.</summary>
    /// <param name="kind">Why the call is refused.</param>
    /// <param name="parameter">The wrong parameter, without its dash.</param>
    /// <param name="message">The rule that is broken.</param>
    /// <param name="innerException">The cause.</param>
    public ChatRequestException(ChatErrorKind kind, string? parameter, string message, Exception? innerException = null)
        : this(new CallFailure(kind, message, innerException) { Parameter = parameter, IsRefusedCall = true })
    {
    }

    internal ChatRequestException(CallFailure failure) : base(failure)
    {
    }

    /// <summary>The wrong parameter, without its dash.</summary>
    public string? Parameter => Failure.Parameter;
}
