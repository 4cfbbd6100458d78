namespace ChatCompletions;

/// <summary>How much of an answer is read before it is taken for a fault, so that a broken server cannot fill the memory.</summary>
public sealed record ChatLimits
{
    /// <summary>The bytes of a whole answer, or of all events of a stream together; 256 MiB unless told. Comments and empty lines of a stream do not count.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The bytes of one event of a stream; 64 MiB unless told.</summary>
    public int MaxEventBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The bytes of an error's body that are read; 1 MiB unless told.</summary>
    public int MaxErrorBytes { get; init; } = 1024 * 1024;

    /// <summary>The choices of an answer, and the tool calls of a choice; 1024 unless told. The API gives at most 128 of either.</summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>The failure of an answer that is too long.</summary>
    internal ChatProtocolException TooLong() => new(new CallFailure(
        ChatErrorKind.ProtocolError,
        $"The server's answer is longer than {MaxBodyBytes / (1024 * 1024)} MiB. The connection was closed.")
    {
        Advice = "Nothing that long is an answer, as a rule. If it is meant: Set-ChatProvider -MaxResponseMiB.",
    });

    /// <summary>The failure of an answer that has too many parts.</summary>
    internal ChatProtocolException TooMany(string what) => new($"The server sent more than {MaxItems} {what}. Nothing with so many is an answer; the connection was closed.");
}
