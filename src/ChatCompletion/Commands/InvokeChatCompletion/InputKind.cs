namespace ChatCompletions.Commands;

/// <summary>The kinds of piped objects, which decide what the input means.</summary>
internal enum InputKind
{
    /// <summary>A message of a conversation: a ChatMessage, or anything with a role.</summary>
    Message,

    /// <summary>Several messages piped as one object: a conversation of its own.</summary>
    Conversation,

    /// <summary>An earlier answer, or a chunk of one.</summary>
    Answer,

    /// <summary>A model, from Get-ChatModel.</summary>
    Model,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Anything else.</summary>
    Other,
}
