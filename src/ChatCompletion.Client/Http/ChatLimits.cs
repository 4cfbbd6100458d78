namespace ChatCompletions;

/// <summary>The size limits of an answer. They keep a broken server from filling the memory.</summary>
public sealed record ChatLimits
{
    /// <summary>
    /// The maximum size in bytes of a whole answer, or of all events of a stream together; comments and empty lines do not count. Default:
    /// 256 MiB.
    /// </summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The maximum size in bytes of one event of a stream. Default: 64 MiB.</summary>
    public int MaxEventBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The number of bytes that are read of an error's body. Default: 1 MiB.</summary>
    public int MaxErrorBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The maximum number of choices of an answer, and of tool calls of a choice. The API allows 128 of either. Default: 1024.
    /// </summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>Creates the exception for an answer that is too long.</summary>
    internal ChatProtocolException TooLong() => new(new CallFailure(
        ChatErrorKind.ProtocolError,
        $"The server's answer is longer than {MaxBodyBytes / (1024 * 1024)} MiB. The connection was closed.")
    {
        Advice = "Nothing that long is an answer, as a rule. If it is meant: Set-ChatProvider -MaxResponseMiB.",
    });

    /// <summary>Creates the exception for an answer with too many parts.</summary>
    internal ChatProtocolException TooMany(string what) =>
        new($"The server sent more than {MaxItems} {what}. Nothing with so many is an answer; the connection was closed.");
}
