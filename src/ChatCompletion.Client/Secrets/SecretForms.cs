using System.Text;

namespace ChatCompletions;

/// <summary>
/// A secret and the forms in which it can appear in text: unchanged, with separators between its characters, in another case, or as
/// Base64, Base32 or hexadecimal digits of UTF-8 or UTF-16, also inside a longer encoded text. Escapes are decoded before the search.
/// </summary>
internal sealed class SecretForms
{
    /// <summary>Shorter secrets occur in too many words to be searched for.</summary>
    private const int MinLength = 4;

    /// <summary>Shorter secrets are found only as a separate word.</summary>
    private const int MinStrongLength = 8;

    /// <summary>The number of leading characters that are masked anywhere, if they match exactly.</summary>
    private const int Beginning = 12;

    /// <summary>The number of leading characters that are masked at the end of a text that may be truncated.</summary>
    private const int BeginningAtEnd = 4;

    /// <summary>The number of consecutive characters that are masked: half of the secret, but at least MinRun and at most Run.</summary>
    public const int Run = 12, MinRun = 8;

    /// <summary>A secret of only letters or only digits can be made of words or be a date, so longer runs are required.</summary>
    private const int PlainRun = 16, MinPlain = 12;

    /// <summary>The number of leading characters of a form that are masked at the end of a text that may be truncated.</summary>
    private const int FoldedAtEnd = 6, HexAtEnd = 8;

    private readonly bool _isStrong;

    private SecretForms(string secret)
    {
        Secret = secret;
        IsWord = secret.Length < MinStrongLength && (secret.All(char.IsLetter) || secret.All(char.IsDigit));
        _isStrong = secret.Length >= MinStrongLength;
    }

    /// <summary>
    /// Whether the secret is a short plain word or number, such as <c>none</c>, which is masked only if it is the whole text.
    /// </summary>
    public bool IsWord { get; }

    /// <summary>The secret.</summary>
    public string Secret { get; }

    /// <summary>The length of the shortest text in which the secret can be found.</summary>
    public int Shortest => Math.Min(Secret.Length, MinRun);

    /// <summary>Gets the forms of a secret; <see langword="null"/> if it is too short to search for.</summary>
    public static SecretForms? Of(string secret) => secret.Length >= MinLength ? new SecretForms(secret) : null;

    /// <summary>Finds exact matches of the secret, and of its first characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeCut">
    /// Whether the text may be truncated inside the secret; then a short start of the secret at the end of the text is found too.
    /// </param>
    /// <param name="found">Receives the ranges in the original text.</param>
    public void Find(DecodedText text, bool mayBeCut, ref List<(int Start, int End)>? found)
    {
        if (IsWord) return;
        var rest = text.Text.AsSpan();
        var head = Secret.AsSpan(0, _isStrong ? Math.Min(Secret.Length, Beginning) : Secret.Length);
        for (var at = 0; rest[at..].IndexOf(head, StringComparison.Ordinal) is >= 0 and var next; at++)
        {
            at += next;
            var length = rest[at..].CommonPrefixLength(Secret.AsSpan());
            if (_isStrong || StandsAlone(rest, at, length)) (found ??= []).Add(text.Origin(at, length));
        }
        if (!mayBeCut || !_isStrong) return;
        for (var length = Math.Min(Secret.Length, rest.Length); length >= BeginningAtEnd; length--)
        {
            if (!rest.EndsWith(Secret.AsSpan(0, length), StringComparison.Ordinal)) continue;
            (found ??= []).Add(text.Origin(rest.Length - length, length));
            return;
        }
    }

    /// <summary>Gets the forms to search for in letters and digits (see <see cref="FoldedText.Letters"/>).</summary>
    public IEnumerable<SecretForm> Letters()
    {
        if (!_isStrong) yield break;
        var plain = Fold(Secret);
        var isMixed = plain.Any(char.IsLetter) && plain.Any(char.IsDigit);
        if (plain.Length >= (isMixed ? MinRun : MinPlain))
            yield return new SecretForm(plain, isMixed ? RunOf(plain.Length) : Math.Min(plain.Length, PlainRun), FoldedAtEnd);
        foreach (var (bytes, run) in Bytes())
            for (var offset = 0; offset < SecretEncoding.Base64Group; offset++)
                yield return Encoded(SecretEncoding.Base64(bytes, offset), run * 4 / 3);
        foreach (var (bytes, run) in Bytes().Take(1))
            for (var offset = 0; offset < SecretEncoding.Base32Group; offset++)
                yield return Encoded(SecretEncoding.Base32(bytes, offset), run * 8 / 5);
    }

    /// <summary>Gets the forms to search for in hexadecimal digits (see <see cref="FoldedText.HexDigits"/>).</summary>
    public IEnumerable<SecretForm> HexDigits() => _isStrong
        ? Bytes().Select(static form => new SecretForm(Convert.ToHexString(form.Bytes).ToLowerInvariant(), form.Run * 2, HexAtEnd))
        : [];

    private static SecretForm Encoded(string text, int run)
    {
        var folded = Fold(text);
        return new SecretForm(folded, Math.Min(folded.Length, run), FoldedAtEnd);
    }

    /// <summary>Gets the bytes of the secret in each character encoding, with the number of consecutive bytes that are masked.</summary>
    private IEnumerable<(byte[] Bytes, int Run)> Bytes()
    {
        var run = RunOf(Secret.Length);
        yield return (Encoding.UTF8.GetBytes(Secret), run);
        yield return (Encoding.Unicode.GetBytes(Secret), run * 2);
        yield return (Encoding.BigEndianUnicode.GetBytes(Secret), run * 2);
    }

    private static int RunOf(int length) => Math.Clamp((length + 1) / 2, MinRun, Run);

    private static string Fold(string text)
    {
        using var folded = FoldedText.Letters(text);
        return folded.Text.ToString();
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]))
        && (start + length == text.Length || !char.IsLetterOrDigit(text[start + length]));
}
