namespace ChatCompletions;

/// <summary>The answer is not the requested value. It was paid for; <see cref="ChatException.Completion"/> has its text.</summary>
public sealed class ChatValueException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The rule that is broken, and how.</param>
    /// <param name="path">The place in the value.</param>
    /// <param name="innerException">The cause.</param>
    public ChatValueException(string message, string? path = null, Exception? innerException = null)
        : this(new CallFailure(ChatErrorKind.InvalidValue, message, innerException) { Path = path })
    {
    }

    internal ChatValueException(CallFailure failure) : base(failure)
    {
    }

    /// <summary>
    /// The place in the value that breaks a rule, as a JSON path such as <c>$.items[2].name</c>; <see langword="null"/> if the answer is
    /// not JSON.
    /// </summary>
    public string? Path => Failure.Path;
}
