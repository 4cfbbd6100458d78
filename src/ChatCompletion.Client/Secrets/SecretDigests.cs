using System.Security.Cryptography;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Computes slow hashes that distinguish secrets without revealing them. Hashing takes long enough that even short secrets cannot be
/// found by trying. Each hash is cached.
/// </summary>
/// <param name="purpose">The purpose of the hashes; the same secret has different hashes for different purposes.</param>
internal sealed class SecretDigests(string purpose)
{
    private const int Iterations = 10_000;
    private const int Bytes = 16;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly byte[] _salt = Encoding.UTF8.GetBytes(purpose);

    /// <summary>Gets the hash of a secret as hexadecimal digits.</summary>
    public string Of(string secret)
    {
        if (_known.TryGetValue(secret, out var known)) return known;
        return _known[secret] = Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(secret, _salt, Iterations, HashAlgorithmName.SHA256, Bytes));
    }
}
