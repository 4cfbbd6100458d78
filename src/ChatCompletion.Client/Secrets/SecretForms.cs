using System.Text;

namespace ChatCompletions;

/// <summary>
/// A secret and the forms in which it can stand in a text: as it is, with anything but letters and digits between its characters, in
/// another case, and in Base64, Base32 or hexadecimal digits of UTF-8 or UTF-16, also within a longer encoded text. Escapes are decoded
/// before.
/// </summary>
internal sealed class SecretForms
{
    /// <summary>A shorter secret is part of too many words to be looked for.</summary>
    private const int MinLength = 4;

    /// <summary>A shorter secret is looked for only where it stands alone.</summary>
    private const int MinStrongLength = 8;

    /// <summary>So much of the beginning is masked exactly as it is, wherever it stands.</summary>
    private const int Beginning = 12;

    /// <summary>So much of the beginning is masked where the text may be cut off.</summary>
    private const int BeginningAtEnd = 4;

    /// <summary>So many characters in a row are masked, or half of them in a shorter secret, but no fewer than the other.</summary>
    public const int Run = 12, MinRun = 8;

    /// <summary>A secret of letters only, or of digits only, can be made of words or be a date: more of it must be there.</summary>
    private const int PlainRun = 16, MinPlain = 12;

    /// <summary>So much of the beginning of a form is masked where the text may be cut off.</summary>
    private const int FoldedAtEnd = 6, HexAtEnd = 8;

    private readonly bool _isStrong;

    private SecretForms(string secret)
    {
        Secret = secret;
        IsWord = secret.Length < MinStrongLength && (secret.All(char.IsLetter) || secret.All(char.IsDigit));
        _isStrong = secret.Length >= MinStrongLength;
    }

    /// <summary>Whether it is a short plain word or number, such as <c>none</c>: masked only where it is the whole text.</summary>
    public bool IsWord { get; }

    /// <summary>The secret itself.</summary>
    public string Secret { get; }

    /// <summary>No shorter text can hold it, or enough of it.</summary>
    public int Shortest => Math.Min(Secret.Length, MinRun);

    /// <summary>The forms of a secret; <see langword="null"/> where it is too short to be told from other text.</summary>
    public static SecretForms? Of(string secret) => secret.Length >= MinLength ? new SecretForms(secret) : null;

    /// <summary>Finds the secret exactly as it is, and long beginnings of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeCut">Whether the text may end within the secret; then a short beginning at its end counts as well.</param>
    /// <param name="found">Takes the places in the original text.</param>
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

    /// <summary>The forms that are looked for among letters and digits (see <see cref="FoldedText.Letters"/>).</summary>
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

    /// <summary>The forms that are looked for among hexadecimal digits (see <see cref="FoldedText.HexDigits"/>).</summary>
    public IEnumerable<SecretForm> HexDigits() => _isStrong
        ? Bytes().Select(static form => new SecretForm(Convert.ToHexString(form.Bytes).ToLowerInvariant(), form.Run * 2, HexAtEnd))
        : [];

    private static SecretForm Encoded(string text, int run)
    {
        var folded = Fold(text);
        return new SecretForm(folded, Math.Min(folded.Length, run), FoldedAtEnd);
    }

    /// <summary>The bytes of the secret, in each encoding of characters, and how many of them in a row are masked.</summary>
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
