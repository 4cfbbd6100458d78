namespace ChatCompletions;

/// <summary>A whole answer, or why there is none.</summary>
internal readonly record struct AnswerResult(ChatCompletion? Completion, CallFailure? Failure)
{
    public static implicit operator AnswerResult(ChatCompletion completion) => new(completion, null);

    public static implicit operator AnswerResult(CallFailure failure) => new(null, failure);
}
