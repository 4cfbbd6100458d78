using System.Text;

namespace ChatCompletions;

/// <summary>Finds the parts of a secret that are secrets by themselves, such as the credentials in a header value.</summary>
internal static class SecretParts
{
    private const int MinPart = 8;
    private const string Basic = "Basic ";

    /// <summary>
    /// Gets the secret itself, the credentials after a scheme such as <c>Bearer</c>, and the user name and password of <c>Basic</c>.
    /// </summary>
    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        // In a text whose escapes are decoded, the escapes of the secret itself are decoded too.
        if (secret.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(secret) is var decoded && decoded != secret
            && decoded.Length >= MinPart) yield return decoded;
        if (secret.Contains(' ', StringComparison.Ordinal))
            foreach (var part in secret.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (part.Length >= MinPart) yield return part;
        if (!secret.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) yield break;
        foreach (var part in OfCredentials(Decode(secret[Basic.Length..].Trim()))) yield return part;
    }

    /// <summary>Gets the secrets in the user name and password of a URL.</summary>
    /// <param name="userInfo">The user name and password, as written in front of the host.</param>
    public static IEnumerable<string> OfUserInfo(string userInfo) =>
        OfCredentials(userInfo).Concat(OfCredentials(Uri.UnescapeDataString(userInfo))).Distinct();

    /// <summary>Gets the password, and the user name with the password, as <c>Basic</c> encodes it.</summary>
    private static IEnumerable<string> OfCredentials(string credentials)
    {
        var colon = credentials.IndexOf(':');
        return colon < 0 ? [] : [credentials, credentials[(colon + 1)..]];
    }

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
