namespace ChatCompletions.Commands;

/// <summary>The value of -As.</summary>
/// <param name="Schema">The schema that the answer must match.</param>
/// <param name="Type">The type of the value; <see langword="null"/> for a custom object.</param>
/// <param name="IsWrapped">Whether the value is the only property of the answer, because an answer must be an object.</param>
internal sealed record AnswerShape(AnswerSchema Schema, Type? Type = null, bool IsWrapped = false);
