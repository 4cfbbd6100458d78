namespace ChatCompletions.Commands;

/// <summary>One question: the messages that the input adds, the input itself, and the provider and model that it names.</summary>
/// <param name="Messages">The messages at the end of the conversation.</param>
/// <param name="Input">The piped object, which is also the target of the question's error.</param>
/// <param name="Provider">The provider that the input names: that of a model or of an earlier answer.</param>
/// <param name="Model">The model that the input names: the model itself, or that of an earlier answer.</param>
internal sealed record Question(IReadOnlyList<ChatMessage> Messages, object? Input = null, string? Provider = null, string? Model = null)
{
    /// <summary>The conversation of a piped answer, which the question continues. It is sent before -Messages.</summary>
    public IReadOnlyList<ChatMessage> Conversation { get; init; } = [];

    /// <summary>Whether the input is a model, which takes precedence over -Model.</summary>
    public bool IsModel { get; init; }

    /// <summary>Whether it belongs to a list of questions, so that its failure does not end the others.</summary>
    public bool IsItem { get; init; }

    /// <summary>Why the input forms no question. The item then fails, and the others continue.</summary>
    public ChatException? Failure { get; init; }
}
