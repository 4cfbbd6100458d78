using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// What makes two calls the same: the provider's name, the address, and the body that is sent, whatever the order of its fields. It
/// is a SHA-256 hash, so none of them can be read from it. The provider's key is not part of it, nor a secret in the address: a
/// renewed key asks the same.
/// </summary>
internal readonly record struct JournalKey(UInt128 High, UInt128 Low)
{
    private const int HexLength = 64;

    /// <summary>The key of a call.</summary>
    /// <param name="request">What is sent. Whether its answer is streamed is not part of the question.</param>
    /// <param name="digests">Stand for the secrets in the body.</param>
    /// <returns>The key, and the secrets in the body: the values whose names say so.</returns>
    public static (JournalKey Key, IReadOnlyList<string> Secrets) Of(SentRequest request, SecretDigests digests)
    {
        var (body, secrets) = CanonicalJson.Of(request.Body, digests, "stream", "stream_options");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Names of providers have no line feed, and their case does not count.
        var address = ProviderSecrets.Redact(request.Address.AbsoluteUri);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Provider.ToUpperInvariant()}\n{address}\n"));
        hash.AppendData(body.Span);
        return (Parse(Convert.ToHexString(hash.GetHashAndReset()))!.Value, secrets);
    }

    /// <summary>Reads a key; <see langword="null"/> where the text is none.</summary>
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
