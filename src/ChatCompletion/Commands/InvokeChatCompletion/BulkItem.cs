namespace ChatCompletions.Commands;

/// <summary>A question whose call is running or finished.</summary>
/// <param name="Question">The question.</param>
/// <param name="Task">Its answer or failure.</param>
internal sealed record BulkItem(Question Question, Task<ChatCompletion> Task);
