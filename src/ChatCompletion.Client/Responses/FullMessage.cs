namespace ChatCompletions;

/// <summary>
/// A whole message in addition to a delta of the same choice. It is rare, so it is a separate object and takes no space elsewhere.
/// </summary>
internal sealed class FullMessage
{
    public MessageFields Fields;
}
