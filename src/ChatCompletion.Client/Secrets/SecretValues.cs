using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// Recognizes values that look like secrets under any name: keys in the format of well-known services, tokens after a scheme, private
/// keys, and text that contains named secrets (JSON, query strings, connection strings, URLs). Length and randomness alone do not
/// identify a secret, since ids and hashes have them too.
/// </summary>
internal static partial class SecretValues
{
    /// <summary>
    /// Longer values are treated as text, in which ordinary words can look like keys. In text, only unmistakable formats count.
    /// </summary>
    private const int MaxValue = 16 * 1024;

    /// <summary>The minimum length of a secret. Words of only letters are never secrets.</summary>
    private const int MinValue = 7;

    private const int MaxLevels = 4;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a value looks like a secret, or contains one.</summary>
    /// <param name="value">The value.</param>
    public static bool IsSecret(string value) => Holds(value, 0);

    private static bool Holds(string value, int level)
    {
        value = value.Trim().Trim('"', '\'');
        if (value.Length < MinValue || value.AsSpan().IndexOfAnyExcept(Letters) < 0) return false;
        if (KeyWithin().IsMatch(value)) return true;
        if (value.Length > MaxValue) return false;
        if (WholeKey().IsMatch(value)) return true;
        if (Scheme().Match(value) is { Success: true } scheme && IsCredential(scheme.Groups[1].Value, scheme.Groups[2].Value)) return true;
        return level < MaxLevels && (HoldsSecretUrl(value) || HoldsSecretPair(value) || HoldsSecretJson(value, level));
    }

    /// <summary>
    /// Whether the word after a scheme is a credential. Basic encodes a user name and a password; the names of the other schemes, except
    /// Bearer, are ordinary words too.
    /// </summary>
    private static bool IsCredential(string scheme, string rest)
    {
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return Decode(rest) is { } plain && plain.Contains(':');
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || (rest.Length >= 16 && rest.Any(char.IsDigit));
    }

    private static bool HoldsSecretUrl(string value)
    {
        if (!value.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(value, UriKind.Absolute, out var url)) return false;
        return url.UserInfo.Contains(':') || HoldsSecretPair(url.Query.TrimStart('?')) || HoldsSecretPair(url.Fragment.TrimStart('#'));
    }

    /// <summary>Whether a query string, connection string or header line contains a secret.</summary>
    private static bool HoldsSecretPair(string value)
    {
        if (HeaderLine().IsMatch(value)) return true;
        if (!PairList().IsMatch(value)) return false;
        foreach (var pair in value.Split('&', ';'))
            if (pair.IndexOf('=') is > 0 and var at && at + 1 < pair.TrimEnd().Length
                && SecretNames.IsSecret(Uri.UnescapeDataString(pair[..at]))) return true;
        return false;
    }

    private static bool HoldsSecretJson(string value, int level)
    {
        var text = value[0] is '{' or '[' ? value : value.StartsWith("eyJ", StringComparison.Ordinal) ? Decode(value) : null;
        if (text is null) return false;
        try
        {
            return SecretFields.Find(JsonText.Parse(text), inner => Holds(inner, level + 1)).Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Decode(string base64)
    {
        var padded = base64.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>Formats that are keys if they are the whole value. A word without digits must be long, since sk-SK is a language.</summary>
    [GeneratedRegex("""
        ^(?:
          sk-(?=\S*\d)[\w-]{4,} | sk-[\w-]{6,}
        | (?:gsk|fw|hf|r8|npm|nvapi|xai|pplx|pypi|glpat|glsa|lsv2|tgp|dop|shpat|csk|sess|rk|sk)[-_](?=\S*\d)[\w-]{16,}
        | ya29\.[\w.-]{16,} | SG\.[\w-]{10,}\.[\w-]{10,} | [0-9a-f]{32}\.[A-Za-z0-9]{16}
        )$
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex WholeKey();

    /// <summary>Formats that are keys anywhere in a text.</summary>
    [GeneratedRegex("""
        (?<![\w-])(?:
          sk-(?:proj|svcacct|admin|ant|or|lf)-[\w-]{12} | sk-(?=[\w-]{0,99}\d)[\w-]{20} | [rs]k_(?:live|test)_\w{10}
        | gsk_[A-Za-z0-9]{20} | xai-[A-Za-z0-9]{20} | hf_[A-Za-z0-9]{20} | gh[opsur]_[A-Za-z0-9]{16} | github_pat_\w{20}
        | glpat-[\w-]{16} | xox[abeoprs]-[\w-]{8} | xapp-[\w-]{8}
        | (?:AKIA|ASIA)[A-Z0-9]{12} | AIza[\w-]{30} | nvapi-[\w-]{20} | pplx-[A-Za-z0-9]{20} | npm_[A-Za-z0-9]{30}
        | eyJ(?>[\w-]{8,})\.[\w-]{4} | (?i:bearer)\s(?=\S{0,200}\d)[\w.~+/=-]{16}
        )
        | -----BEGIN\ [A-Z ]{0,40}PRIVATE\ KEY-----
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex KeyWithin();

    /// <summary>A scheme of the header Authorization, followed by one word.</summary>
    [GeneratedRegex(@"^(Bearer|Basic|Token|Api-?Key|Key|Digest|Negotiate|SharedKey|SharedAccessKey)\s+(\S+)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    /// <summary>The line of a header that contains a secret.</summary>
    [GeneratedRegex(@"^(?:(?:proxy-)?authorization|(?:x-)?api-?key|(?:set-)?cookie)\s*:\s*\S",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HeaderLine();

    /// <summary>Only names with values, separated by <c>&amp;</c> or <c>;</c>.</summary>
    [GeneratedRegex(@"^[\w.%\s-]{1,64}=[^&;]*(?:[&;]\s*(?:[\w.%\s-]{1,64}=[^&;]*)?)*$", RegexOptions.CultureInvariant)]
    private static partial Regex PairList();
}
