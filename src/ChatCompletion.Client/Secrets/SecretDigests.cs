using System.Security.Cryptography;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Stands for secrets where they must be told apart but not be known: a hash that takes long to compute, so that short ones cannot
/// be found by trying. Each secret is computed once.
/// </summary>
/// <param name="purpose">What the hashes are for; the same secret has another hash for another purpose.</param>
internal sealed class SecretDigests(string purpose)
{
    private const int Iterations = 10_000;
    private const int Bytes = 16;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly byte[] _salt = Encoding.UTF8.GetBytes(purpose);

    /// <summary>The hash of a secret in hexadecimal digits.</summary>
    public string Of(string secret)
    {
        if (_known.TryGetValue(secret, out var known)) return known;
        return _known[secret] = Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(secret, _salt, Iterations, HashAlgorithmName.SHA256, Bytes));
    }
}
