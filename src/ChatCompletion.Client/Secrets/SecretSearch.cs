namespace ChatCompletions;

/// <summary>Finds secrets in text, in all of their forms. It is immutable and thread-safe.</summary>
/// <param name="secrets">The secrets.</param>
internal sealed class SecretSearch(SecretForms[] secrets)
{
    /// <summary>The number of levels of nested escapes that are decoded.</summary>
    private const int MaxLevels = 4;

    /// <summary>
    /// Long text is searched in pieces, to save memory. They overlap by the length of the longest form of the longest secret.
    /// </summary>
    private const int PieceLength = 64 * 1024;
    private const int LongestForm = 16;

    private readonly int _overlap = LongestForm * secrets.Select(static secret => secret.Secret.Length).DefaultIfEmpty().Max();

    /// <summary>Created on first use, since most calls do not need them.</summary>
    private volatile Tuple<SecretRuns, SecretRuns>? _runs;

    /// <summary>The secrets.</summary>
    public IReadOnlyList<SecretForms> Secrets => secrets;

    /// <summary>The length of the shortest text in which a secret can be found.</summary>
    public int Shortest { get; } = secrets.Select(static secret => secret.Shortest).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>Whether a text equals one of the secrets that are masked only as the whole text.</summary>
    public bool IsWord(string text) => Array.Exists(secrets, secret => secret.IsWord && secret.Secret == text);

    /// <summary>Finds the ranges of secrets in a text; <see langword="null"/> if there are none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeCut">
    /// Whether the text may be truncated inside a secret; then a short start of a secret at its end is found too.
    /// </param>
    public List<(int Start, int End)>? Find(string text, bool mayBeCut)
    {
        if (secrets.Length == 0) return null;
        List<(int Start, int End)>? found = null;
        var length = Math.Max(PieceLength, 2 * _overlap);
        for (var start = 0; ; start += length - _overlap)
        {
            var isLast = text.Length - start <= length;
            var piece = isLast && start == 0 ? text : text.Substring(start, Math.Min(length, text.Length - start));
            var first = found?.Count ?? 0;
            FindInPiece(piece, mayBeCut && isLast, ref found);
            for (var i = first; i < found?.Count; i++) found[i] = (found[i].Start + start, found[i].End + start);
            if (isLast) return found;
        }
    }

    private void FindInPiece(string piece, bool mayBeCut, ref List<(int Start, int End)>? found)
    {
        var (inLetters, inDigits) = _runs ??= new(
            new(secrets.SelectMany(static secret => secret.Letters())), new(secrets.SelectMany(static secret => secret.HexDigits())));
        var text = DecodedText.Of(piece);
        for (var level = 0; level < MaxLevels && text is not null; level++, text = text.Unescape())
        {
            foreach (var secret in secrets) secret.Find(text, mayBeCut, ref found);
            using var letters = FoldedText.Letters(text.Text);
            inLetters.Find(letters, text, mayBeCut, ref found);
            using var digits = FoldedText.HexDigits(text.Text);
            inDigits.Find(digits, text, mayBeCut, ref found);
        }
    }
}
