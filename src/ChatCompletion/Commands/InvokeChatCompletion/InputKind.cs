namespace ChatCompletions.Commands;

/// <summary>What a piped object is, for the question of what it means.</summary>
internal enum InputKind
{
    /// <summary>A message of a conversation: a ChatMessage, or anything with a role.</summary>
    Message,

    /// <summary>Several messages that came as one object: a conversation of its own.</summary>
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
