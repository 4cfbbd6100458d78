namespace ChatCompletions;

/// <summary>The outcome of sending a request until its answer begins.</summary>
/// <param name="Reader">Reads the response; <see langword="null"/> if no successful response arrived.</param>
/// <param name="Failure">Why the call failed; <see langword="null"/> if the answer began.</param>
internal readonly record struct CallResult<TReader>(TReader? Reader, CallFailure? Failure) where TReader : class;
