namespace ChatCompletions.Commands;

/// <summary>What -As asks for.</summary>
/// <param name="Schema">The schema that the answer must have.</param>
/// <param name="Type">The type whose instance the value is; without one it is a custom object.</param>
/// <param name="IsWrapped">Whether the value is the only property of the answer, since an answer must be an object.</param>
internal sealed record AnswerShape(AnswerSchema Schema, Type? Type = null, bool IsWrapped = false);
