namespace ChatCompletions;

/// <summary>No connection could be made, or it broke before the answer began.</summary>
public sealed class ChatConnectionException : ChatException
{
    internal ChatConnectionException(CallFailure failure) : base(failure)
    {
    }
}
