namespace ChatCompletions;

/// <summary>
/// Recognizes names of secrets: of headers, of request fields at any depth, and of URL parameters. Case is ignored. A name is split into
/// words at characters other than letters and digits, and before capital letters.
/// </summary>
internal static class SecretNames
{
    /// <summary>Words that identify a secret anywhere in a name.</summary>
    private static readonly HashSet<string> Words =
    [
        "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "credential", "credentials", "cred",
        "creds",
        "auth", "oauth", "authn", "authorization", "authorisation", "authentication", "bearer", "jwt", "sas", "sig", "signature",
        "hmac", "otp", "pat",
        "cookie", "cookies", "session", "csrf", "xsrf", "assertion",
    ];

    /// <summary>Pairs of words that together identify a secret.</summary>
    private static readonly HashSet<string> Pairs =
    [
        "passphrase", "passcode", "apikey", "apikeys", "authkey", "authcode", "accesskey", "accesskeys", "secretkey", "privatekey",
        "privatekeys",
        "subscriptionkey", "signingkey", "encryptionkey", "masterkey", "accountkey", "sharedkey", "connectionstring", "accesscode",
        "securitycode",
        "accesstokens", "apitokens", "authtokens", "bearertokens", "refreshtokens",
    ];

    /// <summary>Parts of words that identify a secret, for names without separators such as <c>dbpassword</c>.</summary>
    private static readonly string[] Parts =
    [
        "password", "passwd", "passphrase", "credential", "authorization", "apikey", "secretkey", "accesskey", "privatekey",
        "subscriptionkey", "authkey",
        "accesstoken", "authtoken", "apitoken", "bearertoken", "refreshtoken", "clientsecret", "sessionid", "sessid", "sessiontoken",
        "connectionstring",
    ];

    /// <summary>Endings of the last word that identify a secret.</summary>
    private static readonly string[] Endings = ["key", "token", "secret", "pwd", "auth", "jwt", "signature", "cookie"];

    /// <summary>Words that identify a secret only as the whole name, apart from a leading <c>x</c>.</summary>
    private static readonly HashSet<string> WholeNames = ["code", "pin", "sign"];

    /// <summary>Last words that name a property of a secret, which is not itself a secret.</summary>
    private static readonly HashSet<string> Properties =
    [
        "type", "types", "name", "names", "count", "counts", "limit", "limits", "budget", "url", "uri", "endpoint", "version", "mode",
        "method", "methods",
        "scheme", "algorithm", "format", "policy", "provider", "server", "issuer", "audience", "scope", "scopes", "realm", "length",
        "size", "usage", "rate",
        "price", "cost", "bans", "timeout", "ttl", "expiry", "expires", "enabled", "required", "file", "path", "ids",
    ];

    /// <summary>Words in front of <c>token</c> or <c>key</c> that rule out a secret: a token of text, or a key of a table.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "max", "min", "stop", "eos", "bos", "pad", "unk", "sep", "mask", "cls", "special", "start", "end", "per", "next", "first",
        "last", "new",
        "prompt", "completion", "reasoning", "input", "output", "total", "image", "audio", "text",
        "cache", "partition", "idempotency", "public", "routing", "sort", "foreign", "hot",
    ];

    /// <summary>Ordinary words that end like the name of a secret.</summary>
    private static readonly HashSet<string> PlainWords = ["monkey", "donkey", "turkey", "hockey", "jockey", "whiskey", "lackey"];

    /// <summary>Whether a name is the name of a secret.</summary>
    /// <param name="name">The name of a header, a field or a parameter.</param>
    public static bool IsSecret(string name)
    {
        var words = WordsOf(name);
        if (words.Count == 0 || (words.Count > 1 && Properties.Contains(words[^1]))) return false;
        for (var i = 0; i < words.Count; i++)
        {
            if (Words.Contains(words[i]) || Array.Exists(Parts, words[i].Contains) || IsToken(words, i)) return true;
            if (i > 0 && Pairs.Contains(words[i - 1] + words[i])) return true;
        }
        return EndsLikeSecret(words) || IsWholeName(words);
    }

    /// <summary>Whether the name is one of the few names of secrets whose values can be numbers.</summary>
    public static bool MayBeNumber(string name) =>
        WordsOf(name).Exists(static word => word is "pass" or "pwd" or "pin" or "secret" or "passwd" || word.Contains("password"));

    private static bool IsToken(List<string> words, int place) =>
        words[place] == "token" && !(place > 0 && Harmless.Contains(words[place - 1]))
        && !(place + 1 < words.Count && Properties.Contains(words[place + 1]));

    private static bool EndsLikeSecret(List<string> words)
    {
        var last = words[^1];
        if (last == "pass") return words.Count == 1 || !Harmless.Contains(words[^2]);
        if (PlainWords.Contains(last)) return false;
        if (Array.Find(Endings, ending => last.EndsWith(ending, StringComparison.Ordinal)) is not { } found) return false;
        var before = last.Length > found.Length ? last[..^found.Length] : words.Count > 1 ? words[^2] : "";
        return !Harmless.Contains(before);
    }

    private static bool IsWholeName(List<string> words) =>
        WholeNames.Contains(words[^1]) && (words.Count == 1 || (words.Count == 2 && words[0] == "x"));

    /// <summary>Splits a name into lower-case words without trailing digits.</summary>
    private static List<string> WordsOf(string name)
    {
        var words = new List<string>();
        for (var start = 0; start < name.Length;)
        {
            var end = start + 1;
            if (char.IsLetterOrDigit(name[start]))
            {
                while (end < name.Length && char.IsLetterOrDigit(name[end]) && !BeginsWord(name, end)) end++;
                var word = name[start..end].TrimEnd("0123456789".ToCharArray()).ToLowerInvariant();
                if (word.Length > 0) words.Add(word);
            }
            start = end;
        }
        return words;
    }

    /// <summary>
    /// A capital letter starts a word after a lower-case letter or digit, and before a lower-case letter, like the K of <c>XAPIKey</c>.
    /// </summary>
    private static bool BeginsWord(string name, int place) => char.IsUpper(name[place])
        && (!char.IsUpper(name[place - 1]) || (place + 1 < name.Length && char.IsLower(name[place + 1])));
}
