using System.Security.Cryptography;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// What makes two calls the same: their address, and the body that is sent, whatever the order of its fields. It is a SHA-256
/// hash, so nothing of either can be read from it.
/// </summary>
internal readonly record struct JournalKey(UInt128 High, UInt128 Low)
{
    private const int HexLength = 64;

    /// <summary>The key of a call.</summary>
    /// <param name="address">Where the request goes.</param>
    /// <param name="body">What is sent, as JSON. How the answer is sent back is not part of the question.</param>
    public static JournalKey Of(Uri address, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(address.AbsoluteUri + "\n"));
        hash.AppendData(CanonicalJson.Of(body, "stream", "stream_options").Span);
        return Parse(Convert.ToHexString(hash.GetHashAndReset()))!.Value;
    }

    /// <summary>Reads a key; <see langword="null"/> where the text is none.</summary>
    public static JournalKey? Parse(string? text) =>
        text?.Length == HexLength && Half(text.AsSpan(0, HexLength / 2)) is { } high && Half(text.AsSpan(HexLength / 2)) is { } low ? new JournalKey(high, low) : null;

    /// <summary>The key in hexadecimal digits.</summary>
    public override string ToString() => $"{High:x32}{Low:x32}";

    private static UInt128? Half(ReadOnlySpan<char> digits) =>
        UInt128.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var half) ? half : null;
}
