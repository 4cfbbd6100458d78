namespace ChatCompletions;

/// <summary>An answer that is not the value that was asked for. It is paid for; its text is in <see cref="ChatException.Completion"/>.</summary>
public sealed class ChatValueException : ChatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The rule that is broken, and how.</param>
    /// <param name="path">Where in the value.</param>
    /// <param name="innerException">The cause.</param>
    public ChatValueException(string message, string? path = null, Exception? innerException = null)
        : base(ChatErrorKind.InvalidValue, message, innerException) => Path = path;

    /// <summary>Where in the value a rule is broken, as a JSON path such as <c>$.items[2].name</c>; <see langword="null"/> where the answer is no JSON at all.</summary>
    public string? Path { get; }
}
