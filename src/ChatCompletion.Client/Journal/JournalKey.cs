using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Identifies equal calls: a SHA-256 hash of the provider's name, the address, and the request body, whatever the order of its fields. The
/// API key and secrets in the address are not part of it, so a renewed key does not change it.
/// </summary>
internal readonly record struct JournalKey(UInt128 High, UInt128 Low)
{
    private const int HexLength = 64;

    /// <summary>Computes the key of a call.</summary>
    /// <param name="request">The request. The fields that request a stream do not count.</param>
    /// <param name="digests">Creates digests that replace the secrets in the body.</param>
    /// <returns>The key, and the secrets in the body: values with names like those of secrets.</returns>
    public static (JournalKey Key, IReadOnlyList<string> Secrets) Of(SentRequest request, SecretDigests digests)
    {
        var (body, secrets) = CanonicalJson.Of(request.Body, digests, "stream", "stream_options");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Provider names have no line feed and are not case-sensitive.
        var address = ProviderSecrets.Redact(request.Address.AbsoluteUri);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Provider.ToUpperInvariant()}\n{address}\n"));
        hash.AppendData(body.Span);
        return (Parse(Convert.ToHexString(hash.GetHashAndReset()))!.Value, secrets);
    }

    /// <summary>Parses a key; <see langword="null"/> if the text is not a key.</summary>
    public static JournalKey? Parse(string? text)
    {
        if (text?.Length != HexLength) return null;
        var (high, low) = (Half(text.AsSpan(0, HexLength / 2)), Half(text.AsSpan(HexLength / 2)));
        return high is null || low is null ? null : new JournalKey(high.Value, low.Value);
    }

    /// <summary>The key in hexadecimal digits.</summary>
    public override string ToString() => $"{High:x32}{Low:x32}";

    private static UInt128? Half(ReadOnlySpan<char> digits) =>
        UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var half) ? half : null;
}
