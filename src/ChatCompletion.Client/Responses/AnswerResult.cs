namespace ChatCompletions;

/// <summary>A complete answer, or the failure of the call.</summary>
internal readonly record struct AnswerResult(ChatCompletion? Completion, CallFailure? Failure)
{
    public static implicit operator AnswerResult(ChatCompletion completion) => new(completion, null);

    public static implicit operator AnswerResult(CallFailure failure) => new(null, failure);
}
