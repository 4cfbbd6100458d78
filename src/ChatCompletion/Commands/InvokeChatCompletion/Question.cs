namespace ChatCompletions.Commands;

/// <summary>One request to be made: the messages that the input adds, the input itself, and whom it says to ask.</summary>
/// <param name="Messages">The messages that stand at the end of the conversation.</param>
/// <param name="Input">What was piped in for it; an error of this question names it.</param>
/// <param name="Provider">The provider that the input names: a model's, or an earlier answer's.</param>
/// <param name="Model">The model that the input names: it is one, or answered before.</param>
internal sealed record Question(IReadOnlyList<ChatMessage> Messages, object? Input = null, string? Provider = null, string? Model = null)
{
    /// <summary>Whether the input is a model, which is asked whatever -Model says.</summary>
    public bool IsAskedItself { get; init; }

    /// <summary>Whether it is one of a list of questions, so that its failure ends none of the others.</summary>
    public bool IsItem { get; init; }

    /// <summary>Why the input made no question: the item fails, and the others go on.</summary>
    public ChatException? Failure { get; init; }
}
