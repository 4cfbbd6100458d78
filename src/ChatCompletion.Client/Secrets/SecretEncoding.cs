using System.Text;

namespace ChatCompletions;

/// <summary>
/// Encodes a secret as it appears inside a longer encoded text: only the characters that do not depend on the surrounding text.
/// </summary>
internal static class SecretEncoding
{
    /// <summary>The number of bytes that Base64 and Base32 encode as a group. A secret looks different at each offset in a group.</summary>
    public const int Base64Group = 3, Base32Group = 5;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Encodes the secret as Base64.</summary>
    /// <param name="secret">The bytes of the secret.</param>
    /// <param name="offset">The number of bytes of the same group in front of the secret.</param>
    public static string Base64(byte[] secret, int offset) =>
        Convert.ToBase64String([.. new byte[offset], .. secret])[FirstWhole(offset, 6)..((offset + secret.Length) * 8 / 6)];

    /// <summary>Encodes the secret as Base32.</summary>
    /// <inheritdoc cref="Base64"/>
    public static string Base32(byte[] secret, int offset)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var next in (byte[])[.. new byte[offset], .. secret])
        {
            (bits, count) = (((bits << 8) | next) & 0xFFFF, count + 8);
            for (; count >= 5; count -= 5) text.Append(Base32Letters[(bits >> (count - 5)) & 31]);
        }
        return text.ToString(FirstWhole(offset, 5), text.Length - FirstWhole(offset, 5));
    }

    /// <summary>The first character that encodes no bit of the preceding bytes.</summary>
    private static int FirstWhole(int offset, int bitsPerLetter) => ((offset * 8) + bitsPerLetter - 1) / bitsPerLetter;
}
