using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>The formats of host names, IP addresses and email addresses (RFC 1123, 2673, 4291, 5321, 6531).</summary>
internal static partial class HostFormats
{
    private const int MaxHostLength = 253;
    private const int IPv6Groups = 8;

    /// <summary>Whether a text is a host name of letters, digits and hyphens.</summary>
    public static bool IsHostname(string text) => text.Length <= MaxHostLength && Hostname().IsMatch(text) && text.Split('.').All(IsLabel);

    /// <summary>Whether a text is an IPv4 address: four decimal numbers from 0 to 255, without leading zeros.</summary>
    public static bool IsIPv4(string text) => IPv4().IsMatch(text);

    /// <summary>Whether a text is an IPv6 address without a zone id.</summary>
    public static bool IsIPv6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0) return Groups(text, mayEndInIPv4: true) == IPv6Groups;
        var (before, after) = (text[..gap], text[(gap + 2)..]);
        // The :: replaces at least one group.
        return Groups(before, mayEndInIPv4: false) is >= 0 and var first
            && Groups(after, mayEndInIPv4: true) is >= 0 and var last
            && first + last < IPv6Groups;
    }

    /// <summary>Whether a text is an email address of ASCII characters.</summary>
    public static bool IsEmail(string text) => text.All(char.IsAscii) && IsInternationalEmail(text);

    /// <summary>Whether a text is an email address. All non-ASCII characters count as letters.</summary>
    public static bool IsInternationalEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || !LocalPart().IsMatch(text[..at])) return false;
        var domain = text[(at + 1)..];
        if (domain is ['[', .. var literal, ']'])
            return literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIPv6(literal[5..]) : IsIPv4(literal);
        return domain.All(char.IsAscii) ? IsHostname(domain) : InternationalDomain().IsMatch(domain);
    }

    /// <summary>Counts the groups of 16 bits; an IPv4 address at the end counts as two. Returns -1 if a group is invalid.</summary>
    private static int Groups(string text, bool mayEndInIPv4)
    {
        if (text.Length == 0) return 0;
        var parts = text.Split(':');
        var extra = mayEndInIPv4 && IsIPv4(parts[^1]) ? 1 : 0;
        var areValid = parts.SkipLast(extra).All(static part => part.Length is >= 1 and <= 4 && part.All(char.IsAsciiHexDigit));
        return areValid ? parts.Length + extra : -1;
    }

    /// <summary>Whether a label is valid. A label that starts with xn-- must be the ASCII form of a Unicode label.</summary>
    private static bool IsLabel(string label)
    {
        if (label.Length < 4 || label[2..4] != "--") return true;
        if (!label.StartsWith("xn", StringComparison.OrdinalIgnoreCase)) return false;
        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetUnicode(label).Any(static c => !char.IsAscii(c));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z")]
    private static partial Regex Hostname();

    [GeneratedRegex(@"\A(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}\z")]
    private static partial Regex IPv4();

    [GeneratedRegex(
        """
        \A (?: [\w!\#$%&'*+/=?^`{|}~\u0080-\uFFFF-]+ (?: \. [\w!\#$%&'*+/=?^`{|}~\u0080-\uFFFF-]+ )*
              | " (?: [\x20\x21\x23-\x5B\x5D-\x7E\u0080-\uFFFF] | \\[\x20-\x7E] )* " ) \z
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"\A(?!-)[A-Za-z0-9\u0080-\uFFFF-]+(?<!-)(\.(?!-)[A-Za-z0-9\u0080-\uFFFF-]+(?<!-))*\z")]
    private static partial Regex InternationalDomain();
}
