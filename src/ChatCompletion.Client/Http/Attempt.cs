namespace ChatCompletions;

/// <summary>The outcome of sending a request once.</summary>
/// <param name="Exchange">The response; <see langword="null"/> if none arrived.</param>
/// <param name="Failure">Why the request failed; <see langword="null"/> if its status is a success.</param>
internal readonly record struct Attempt(HttpExchange? Exchange, CallFailure? Failure);
