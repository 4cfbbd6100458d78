namespace ChatCompletions.Commands;

/// <summary>One request to be made: the messages that the input adds, and the input itself.</summary>
/// <param name="Messages">The messages that stand at the end of the conversation.</param>
/// <param name="Input">What was piped in for it; an error of this question names it.</param>
/// <param name="Model">The model that the input names, if it is one.</param>
internal sealed record Question(IReadOnlyList<ChatMessage> Messages, object? Input = null, ChatModel? Model = null);
