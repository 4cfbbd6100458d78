namespace ChatCompletions;

/// <summary>A stage of the call, or all of it, took too long.</summary>
public sealed class ChatTimeoutException : ChatException
{
    internal ChatTimeoutException(CallFailure failure) : base(failure)
    {
    }
}
