namespace ChatCompletions;

/// <summary>
/// Finds runs of characters from several forms of secrets in a text: the start, the end, or a piece of the middle. Each form is indexed
/// by grams (6 consecutive characters), so close together that every run of the minimum length contains one. The text is scanned once,
/// and compared with a form only at positions that match one of its grams.
/// </summary>
internal sealed class SecretRuns
{
    private const int GramLength = 6;
    private const ulong GramMask = (1UL << (8 * GramLength)) - 1;

    /// <summary>A repetitive form has the same gram many times. Only this number of positions is tried.</summary>
    private const int MaxPlaces = 16;

    /// <summary>A piece of a word of at most this length at the edge of a run belongs to the text, not to the secret.</summary>
    private const int MaxStray = 3;

    private readonly SecretForm[] _forms;
    private readonly (ulong Gram, int Form, int Place)[] _grams;
    private readonly ulong[] _filter = new ulong[64];

    /// <summary>Builds the index.</summary>
    /// <param name="forms">The forms. Forms shorter than a gram are not found.</param>
    public SecretRuns(IEnumerable<SecretForm> forms)
    {
        _forms = [.. forms.Where(static form => form.Least >= GramLength && form.Text.Length >= form.Least).Distinct()];
        var grams = new List<(ulong, int, int)>();
        for (var form = 0; form < _forms.Length; form++)
            for (var place = 0; place <= _forms[form].Text.Length - GramLength; place += _forms[form].Least - GramLength + 1)
                grams.Add((Gram(_forms[form].Text.AsSpan(place, GramLength)), form, place));
        grams.Sort();
        _grams = [.. grams];
        foreach (var (gram, _, _) in _grams) _filter[Slot(gram) >> 6] |= 1UL << (Slot(gram) & 63);
    }

    /// <summary>Finds the runs in a text.</summary>
    /// <param name="folded">The folded text.</param>
    /// <param name="text">The text that was folded.</param>
    /// <param name="mayBeCut">
    /// Whether the text may be truncated inside a secret; then a short start of a secret at its end is found too.
    /// </param>
    /// <param name="found">Receives the ranges in the original text.</param>
    public void Find(in FoldedText folded, DecodedText text, bool mayBeCut, ref List<(int Start, int End)>? found)
    {
        var letters = folded.Text;
        var gram = 0UL;
        int[]? done = null;
        for (var i = 0; i < letters.Length; i++)
        {
            gram = ((gram << 8) | (byte)letters[i]) & GramMask;
            if (i >= GramLength - 1 && (_filter[Slot(gram) >> 6] & (1UL << (Slot(gram) & 63))) != 0)
                Compare(folded, text, gram, i - GramLength + 1, ref done, ref found);
        }
        if (!mayBeCut) return;
        foreach (var form in _forms)
            for (var length = Math.Min(form.Text.Length, letters.Length); length >= form.LeastAtEnd; length--)
            {
                if (!letters.EndsWith(form.Text.AsSpan(0, length), StringComparison.Ordinal)) continue;
                Note(folded, text, letters.Length - length, letters.Length, ref found);
                break;
            }
    }

    /// <summary>Compares the text with the forms that contain a gram.</summary>
    /// <param name="folded">The folded text.</param>
    /// <param name="text">The text that was folded.</param>
    /// <param name="gram">The gram.</param>
    /// <param name="at">The position of the gram in the folded text.</param>
    /// <param name="done">The end of the last run of each form, so that it is not found again at each of its characters.</param>
    /// <param name="found">Receives the ranges in the original text.</param>
    private void Compare(
        in FoldedText folded, DecodedText text, ulong gram, int at, ref int[]? done, ref List<(int Start, int End)>? found)
    {
        var first = FirstOf(gram);
        for (var i = first; i < _grams.Length && i < first + MaxPlaces && _grams[i].Gram == gram; i++)
        {
            var (_, number, place) = _grams[i];
            if (done?[number] >= at + GramLength) continue;
            var form = _forms[number];
            var before = CommonEnd(folded.Text[..at], form.Text.AsSpan(0, place));
            var after = folded.Text[at..].CommonPrefixLength(form.Text.AsSpan(place));
            if (before + after < form.Least) continue;
            var (start, end) = (at - before, at + after);
            (done ??= new int[_forms.Length])[number] = end;
            if (place + after < form.Text.Length) end = TrimEnd(folded, start + form.Least, end);
            if (place > before) start = TrimStart(folded, start, end - form.Least);
            Note(folded, text, start, end, ref found);
        }
    }

    private static void Note(in FoldedText folded, DecodedText text, int start, int end, ref List<(int Start, int End)>? found)
    {
        var (from, to) = folded.Origin(start, end);
        (found ??= []).Add(text.Origin(from, to - from));
    }

    /// <summary>Excludes the first letters of the next word, if they happen to match the secret.</summary>
    private static int TrimEnd(in FoldedText folded, int least, int end)
    {
        if (!folded.Joins(end)) return end;
        for (var at = end - 1; at >= least && end - at <= MaxStray; at--)
            if (!folded.Joins(at)) return at;
        return end;
    }

    private static int TrimStart(in FoldedText folded, int start, int most)
    {
        if (!folded.Joins(start)) return start;
        for (var at = start + 1; at <= most && at - start <= MaxStray; at++)
            if (!folded.Joins(at)) return at;
        return start;
    }

    private static int CommonEnd(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[^(length + 1)] == other[^(length + 1)]) length++;
        return length;
    }

    /// <summary>Gets the index of the first entry of a gram, or where it would be.</summary>
    private int FirstOf(ulong gram)
    {
        var (low, high) = (0, _grams.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_grams[middle].Gram < gram) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static ulong Gram(ReadOnlySpan<char> letters)
    {
        var gram = 0UL;
        foreach (var letter in letters) gram = (gram << 8) | (byte)letter;
        return gram;
    }

    /// <summary>Gets the bit of a gram in the filter of 4096 bits.</summary>
    private static int Slot(ulong gram) => (int)((gram * 0x9E3779B97F4A7C15) >> 52);
}
