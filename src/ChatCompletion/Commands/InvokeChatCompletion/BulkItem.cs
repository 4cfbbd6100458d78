namespace ChatCompletions.Commands;

/// <summary>A question under way, or answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Task">Its answer, or why there is none.</param>
internal sealed record BulkItem(Question Question, Task<ChatCompletion> Task);
