namespace ChatCompletions;

/// <summary>
/// Distinguishes a stream of events from one document, such as a JSON object or a web page, by the first bytes of a body. Some servers
/// send the form that was not requested, or label it with the wrong media type.
/// </summary>
internal static class BodyStart
{
    private static readonly byte[][] Fields =
        ["data:"u8.ToArray(), "event:"u8.ToArray(), "id:"u8.ToArray(), "retry:"u8.ToArray(), "error:"u8.ToArray()];

    /// <summary>White space and the bytes of a byte order mark, which can precede either form.</summary>
    public static ReadOnlySpan<byte> Blank => " \t\r\n\uFEFF"u8;

    /// <summary>Whether a body is a stream of events.</summary>
    /// <param name="start">The bytes received so far.</param>
    /// <param name="isComplete">Whether these are all bytes of the body.</param>
    /// <param name="byDefault">The result if the first bytes do not tell.</param>
    /// <returns>Whether it is; <see langword="null"/> if more bytes are needed.</returns>
    public static bool? IsEvents(ReadOnlySpan<byte> start, bool isComplete, bool byDefault)
    {
        start = start.TrimStart(Blank);
        if (start.IsEmpty) return isComplete ? byDefault : null;
        if (start[0] is (byte)'{' or (byte)'[' or (byte)'<') return false;
        if (start[0] == (byte)':') return true;
        foreach (var field in Fields)
        {
            if (start.StartsWith(field)) return true;
            if (!isComplete && field.AsSpan().StartsWith(start)) return null;
        }
        return byDefault;
    }
}
