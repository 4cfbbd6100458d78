namespace ChatCompletions;

/// <summary>
/// Tells a stream of events from one document, such as a JSON object or a web page, by how a body begins. Servers are seen to
/// send either where the other was asked for, and to label it wrongly.
/// </summary>
internal static class BodyStart
{
    private static readonly byte[][] Fields = ["data:"u8.ToArray(), "event:"u8.ToArray(), "id:"u8.ToArray(), "retry:"u8.ToArray(), "error:"u8.ToArray()];

    /// <summary>White space and a byte order mark, which can stand before either kind of answer.</summary>
    public static ReadOnlySpan<byte> Blank => " \t\r\n\uFEFF"u8;

    /// <summary>Whether a body is a stream of events.</summary>
    /// <param name="start">What has come of the body.</param>
    /// <param name="isAll">Whether nothing more comes.</param>
    /// <param name="unlessClear">What counts where the body begins like neither.</param>
    /// <returns>The answer; <see langword="null"/> where more bytes are needed to tell.</returns>
    public static bool? IsEvents(ReadOnlySpan<byte> start, bool isAll, bool unlessClear)
    {
        start = start.TrimStart(Blank);
        if (start.IsEmpty) return isAll ? unlessClear : null;
        if (start[0] is (byte)'{' or (byte)'[' or (byte)'<') return false;
        if (start[0] == (byte)':') return true;
        foreach (var field in Fields)
        {
            if (start.StartsWith(field)) return true;
            if (!isAll && field.AsSpan().StartsWith(start)) return null;
        }
        return unlessClear;
    }
}
