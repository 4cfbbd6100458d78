namespace ChatCompletions;

/// <summary>
/// Which names are names of secrets: of headers, of fields of a request at any depth, and of parameters in a URL. Case does not count;
/// a name is split at characters that are neither letters nor digits, and where a capital begins a word.
/// </summary>
internal static class SecretNames
{
    /// <summary>Words that make a name a secret's wherever they stand in it.</summary>
    private static readonly HashSet<string> Words =
    [
        "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "credential", "credentials", "cred",
        "creds",
        "auth", "oauth", "authn", "authorization", "authorisation", "authentication", "bearer", "jwt", "sas", "sig", "signature",
        "hmac", "otp", "pat",
        "cookie", "cookies", "session", "csrf", "xsrf", "assertion",
    ];

    /// <summary>Two words that are one of those together.</summary>
    private static readonly HashSet<string> Pairs =
    [
        "passphrase", "passcode", "apikey", "apikeys", "authkey", "authcode", "accesskey", "accesskeys", "secretkey", "privatekey",
        "privatekeys",
        "subscriptionkey", "signingkey", "encryptionkey", "masterkey", "accountkey", "sharedkey", "connectionstring", "accesscode",
        "securitycode",
        "accesstokens", "apitokens", "authtokens", "bearertokens", "refreshtokens",
    ];

    /// <summary>Parts that make a word a secret's that is written without any division, such as <c>dbpassword</c>.</summary>
    private static readonly string[] Parts =
    [
        "password", "passwd", "passphrase", "credential", "authorization", "apikey", "secretkey", "accesskey", "privatekey",
        "subscriptionkey", "authkey",
        "accesstoken", "authtoken", "apitoken", "bearertoken", "refreshtoken", "clientsecret", "sessionid", "sessid", "sessiontoken",
        "connectionstring",
    ];

    /// <summary>How a last word ends that is a secret's.</summary>
    private static readonly string[] Endings = ["key", "token", "secret", "pwd", "auth", "jwt", "signature", "cookie"];

    /// <summary>Words that are secrets' where they are the whole name, apart from a leading <c>x</c>.</summary>
    private static readonly HashSet<string> WholeNames = ["code", "pin", "sign"];

    /// <summary>A last word that makes the name one of a property of the secret, which is none.</summary>
    private static readonly HashSet<string> Properties =
    [
        "type", "types", "name", "names", "count", "counts", "limit", "limits", "budget", "url", "uri", "endpoint", "version", "mode",
        "method", "methods",
        "scheme", "algorithm", "format", "policy", "provider", "server", "issuer", "audience", "scope", "scopes", "realm", "length",
        "size", "usage", "rate",
        "price", "cost", "bans", "timeout", "ttl", "expiry", "expires", "enabled", "required", "file", "path", "ids",
    ];

    /// <summary>Words before <c>token</c> or <c>key</c> that make it no secret: a token of text, or a key of a table.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "max", "min", "stop", "eos", "bos", "pad", "unk", "sep", "mask", "cls", "special", "start", "end", "per", "next", "first",
        "last", "new",
        "prompt", "completion", "reasoning", "input", "output", "total", "image", "audio", "text",
        "cache", "partition", "idempotency", "public", "routing", "sort", "foreign", "hot",
    ];

    /// <summary>Plain words that end like a secret.</summary>
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

    /// <summary>Whether the name is of the few secrets that may be numbers.</summary>
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

    /// <summary>The words of a name in lower case, without numbers at their ends.</summary>
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

    /// <summary>A capital begins a word after a small letter or digit, and before a small letter, as the K of <c>XAPIKey</c>.</summary>
    private static bool BeginsWord(string name, int place) => char.IsUpper(name[place])
        && (!char.IsUpper(name[place - 1]) || (place + 1 < name.Length && char.IsLower(name[place + 1])));
}
