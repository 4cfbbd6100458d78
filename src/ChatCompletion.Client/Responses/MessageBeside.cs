namespace ChatCompletions;

/// <summary>A whole message that a server sent beside a delta of the same choice. Few servers do, so it is kept apart.</summary>
internal sealed class MessageBeside
{
    public MessageFields Fields;
}
