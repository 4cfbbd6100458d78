using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>The formats of URIs (RFC 3986) and IRIs (RFC 3987).</summary>
internal static partial class UriFormats
{
    /// <summary>Whether a text is an absolute URI.</summary>
    public static bool IsUri(string text) => text.All(char.IsAscii) && IsIri(text);

    /// <summary>Whether a text is an absolute or relative URI.</summary>
    public static bool IsReference(string text) => text.All(char.IsAscii) && IsIriReference(text);

    /// <summary>Whether a text is an absolute IRI.</summary>
    public static bool IsIri(string text) => Match(text) is { Success: true } match && match.Groups["scheme"].Success && IsHost(match);

    /// <summary>Whether a text is an absolute or relative IRI.</summary>
    public static bool IsIriReference(string text) => Match(text) is { Success: true } match && IsHost(match);

    private static Match Match(string text) => Address().Match(text);

    private static bool IsHost(Match match) => !match.Groups["ip"].Success || HostFormats.IsIPv6(match.Groups["ip"].Value);

    /// <summary>The first segment of a relative path has no colon; otherwise it would be a scheme.</summary>
    [GeneratedRegex(
        """
        \A
        (?: (?<scheme> [A-Za-z][A-Za-z0-9+.-]* ) : | (?! [^/?\#]* : ) )
        (?: // (?: (?: [\w.~!$&'()*+,;=:\u00A0-\uFFFF-] | %[0-9A-Fa-f]{2} )* @ )?
            (?: \[ (?: (?<ip> [0-9A-Fa-f:.]+ ) | v[0-9A-Fa-f]+\.[\w.~!$&'()*+,;=:-]+ ) \]
              | (?: [\w.~!$&'()*+,;=\u00A0-\uFFFF-] | %[0-9A-Fa-f]{2} )* )
            (?: : [0-9]* )?
            (?= / | \? | \# | \z )
          | (?! // ) )
        (?: [\w.~!$&'()*+,;=:@/\u00A0-\uFFFF-] | %[0-9A-Fa-f]{2} )*
        (?: \? (?: [\w.~!$&'()*+,;=:@/?\u00A0-\uFFFF-] | %[0-9A-Fa-f]{2} )* )?
        (?: \# (?: [\w.~!$&'()*+,;=:@/?\u00A0-\uFFFF-] | %[0-9A-Fa-f]{2} )* )?
        \z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
