using System.Text;

namespace ChatCompletions;

/// <summary>
/// The forms in which one secret can stand in a text: as it is, in Base64 (also within a longer encoded text), and as hexadecimal digits.
/// Escapes are decoded before.
/// </summary>
internal sealed class SecretForms
{
    /// <summary>A shorter secret is part of too many words to be looked for.</summary>
    private const int MinLength = 4;

    /// <summary>A shorter secret is looked for only where it stands alone.</summary>
    private const int MinStrongLength = 8;

    /// <summary>So much of a form is masked wherever it stands, and so much of it where the text may be cut off.</summary>
    private static readonly (int Anywhere, int AtEnd) PlainPart = (12, 4), Base64Part = (16, 6), HexPart = (24, 8);

    private readonly bool _isStrong;

    /// <summary>Made when they are first needed: most calls need none.</summary>
    private string[]? _base64;
    private string? _hex;

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

    /// <summary>The forms of a secret; <see langword="null"/> where it is too short to be told from other text.</summary>
    public static SecretForms? Of(string secret) => secret.Length >= MinLength ? new SecretForms(secret) : null;

    /// <summary>Finds the secret, and long beginnings of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeCut">Whether the text may end within the secret; then a short beginning at its end counts as well.</param>
    /// <param name="found">Takes the places in the original text.</param>
    public void Find(DecodedText text, bool mayBeCut, ref List<(int Start, int End)>? found)
    {
        if (IsWord) return;
        if (!_isStrong)
        {
            Find(text, Secret, (Secret.Length, Secret.Length), mayBeCut: false, ref found);
            return;
        }
        Find(text, Secret, PlainPart, mayBeCut, ref found);
        if (!mayBeCut && text.Text.Length < Math.Min(Secret.Length, Base64Part.Anywhere)) return;
        foreach (var form in _base64 ??= Base64Forms()) Find(text, form, Base64Part, mayBeCut, ref found);
        _hex ??= Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)).ToLowerInvariant();
        Find(text.HexDigits(), _hex, HexPart, mayBeCut, ref found);
    }

    private void Find(
        DecodedText text, string form, (int Anywhere, int AtEnd) part, bool mayBeCut, ref List<(int Start, int End)>? found)
    {
        var rest = text.Text.AsSpan();
        var head = form.AsSpan(0, Math.Min(form.Length, part.Anywhere));
        for (var at = 0; rest[at..].IndexOf(head, StringComparison.Ordinal) is >= 0 and var next; at++)
        {
            at += next;
            var length = rest[at..].CommonPrefixLength(form.AsSpan());
            if (_isStrong || StandsAlone(rest, at, length)) (found ??= []).Add(text.Origin(at, length));
        }
        if (!mayBeCut) return;
        for (var length = Math.Min(form.Length, rest.Length); length >= part.AtEnd; length--)
        {
            if (!rest.EndsWith(form.AsSpan(0, length), StringComparison.Ordinal)) continue;
            (found ??= []).Add(text.Origin(rest.Length - length, length));
            return;
        }
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]))
        && (start + length == text.Length || !char.IsLetterOrDigit(text[start + length]));

    private string[] Base64Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Secret);
        var forms = new HashSet<string>();
        for (var offset = 0; offset < 3; offset++)
        {
            var form = Base64(bytes, offset);
            forms.Add(form);
            forms.Add(form.Replace('+', '-').Replace('/', '_'));
        }
        return [.. forms];
    }

    /// <summary>The part of the Base64 form that does not depend on the text before and behind the secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="offset">Its place in the encoded text, modulo three.</param>
    private static string Base64(byte[] secret, int offset)
    {
        var all = Convert.ToBase64String([.. new byte[offset], .. secret]);
        var first = ((offset * 8) + 5) / 6;
        return all[first..((offset + secret.Length) * 8 / 6)];
    }
}
