namespace ChatCompletions;

/// <summary>The answer broke off. <see cref="ChatException.Completion"/> has the part that arrived.</summary>
public sealed class ChatIncompleteException : ChatException
{
    internal ChatIncompleteException(CallFailure failure) : base(failure)
    {
    }
}
