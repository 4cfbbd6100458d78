using System.Collections;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// Masks secrets in text from a server, since some servers repeat a key in their errors. Secrets can be added at any time, on any thread.
/// A secret of fewer than 4 characters is not masked. One of fewer than 8 is masked only as a separate word; if it is a plain word or
/// number (<c>none</c>, <c>2026</c>), which could be part of any sentence, it is masked only if it is the whole error text.
/// </summary>
internal sealed partial class SecretMask
{
    private const string Mask = "***";

    private readonly object _lock = new();
    private volatile SecretSearch _search = new([]);

    /// <summary>Creates a mask.</summary>
    public SecretMask(IEnumerable<string> secrets) => Add(secrets);

    /// <summary>Whether there are no secrets to mask.</summary>
    public bool IsEmpty => _search.Secrets.Count == 0;

    /// <summary>Adds secrets, and the parts of them that are secrets by themselves.</summary>
    public void Add(IEnumerable<string> secrets)
    {
        var parts = secrets.SelectMany(SecretParts.Of).ToList();
        if (parts.Count == 0) return;
        lock (_lock)
        {
            var known = _search.Secrets.Select(static secret => secret.Secret).ToHashSet(StringComparer.Ordinal);
            var added = parts.Where(known.Add).Select(SecretForms.Of).OfType<SecretForms>().ToList();
            if (added.Count > 0) _search = new SecretSearch([.. _search.Secrets, .. added]);
        }
    }

    /// <summary>Masks the text of an error: the secrets in all forms, and user names and passwords in URLs.</summary>
    public string? Apply(string? text) => text is null ? null : MaskUrls(MaskWhole(text) ?? Masked(text, mayBeCut: false));

    /// <summary>
    /// Masks the text of an error that may be truncated inside a secret: at its end, a start of more than a few characters is masked too.
    /// </summary>
    public string? ApplyToCut(string? text) => text is null ? null : MaskUrls(MaskWhole(text) ?? Masked(text, mayBeCut: true));

    /// <summary>Masks a JSON value of an error in which each string may be truncated.</summary>
    public object? ApplyToCut(object? value) => ApplyTo(value, ApplyToCut);

    /// <summary>Masks a field of an answer. User names in URLs, and secrets that are plain words or numbers, are not masked.</summary>
    public string? ApplyToData(string? text) => text is null || text.Length < _search.Shortest ? text : Masked(text, mayBeCut: false);

    /// <summary>Masks a JSON value of an answer. Returns the same object if it contains no secret.</summary>
    public object? ApplyToData(object? value) => IsEmpty ? value : ApplyTo(value, ApplyToData);

    /// <summary>
    /// Returns the cause of a failure, unless its message contains a secret or is not safe to display: .NET quotes server data that it
    /// cannot parse.
    /// </summary>
    public Exception? Keep(Exception cause) => IsSafe(cause) ? cause : null;

    private bool IsSafe(Exception? cause)
    {
        if (cause is null) return true;
        if (!IsSafe(cause.Message)) return false;
        foreach (DictionaryEntry entry in cause.Data)
            if (!IsSafe(entry.Key.ToString()) || !IsSafe(entry.Value?.ToString())) return false;
        return cause is AggregateException several ? several.InnerExceptions.All(IsSafe) : IsSafe(cause.InnerException);
    }

    /// <summary>
    /// Whether nothing in a text must be masked or made visible. On Windows the platform's own messages have line breaks CR LF.
    /// </summary>
    private bool IsSafe(string? text)
    {
        var words = text?.Replace("\r\n", "\n", StringComparison.Ordinal) ?? "";
        return SafeText.IsSafe(words) && Apply(words) == words;
    }

    private static object? ApplyTo(object? value, Func<string?, string?> mask)
    {
        if (!Changes(value, mask)) return value;
        switch (value)
        {
            case JsonDictionary map:
                var copy = new JsonDictionary();
                foreach (var (name, inner) in map.Pairs()) copy[mask(name)!] = ApplyTo(inner, mask);
                return copy;
            case JsonList list:
                var items = new JsonList();
                items.AddRange(list.Select(item => ApplyTo(item, mask)));
                return items;
            default: return mask(value as string);
        }
    }

    private static bool Changes(object? value, Func<string?, string?> mask) => value switch
    {
        string text => !ReferenceEquals(mask(text), text),
        JsonDictionary map => map.Pairs().Any(pair => !ReferenceEquals(mask(pair.Key), pair.Key) || Changes(pair.Value, mask)),
        JsonList list => list.Exists(item => Changes(item, mask)),
        _ => false,
    };

    private string? MaskWhole(string text) => _search.IsWord(text) ? Mask : null;

    private string Masked(string text, bool mayBeCut) => _search.Find(text, mayBeCut) is { } found ? Replace(text, found) : text;

    /// <summary>Replaces the found ranges with the mask. Overlapping ranges become one mask.</summary>
    private static string Replace(string text, List<(int Start, int End)> found)
    {
        found.Sort();
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (start, end) in found)
        {
            if (start >= done) masked.Append(text, done, start - done).Append(Mask);
            done = Math.Max(done, end);
        }
        return masked.Append(text, done, text.Length - done).ToString();
    }

    private static string MaskUrls(string text) => text.Contains('@', StringComparison.Ordinal) ? UserOfUrl().Replace(text, Mask) : text;

    /// <summary>Matches the user name and password of a URL, whose slashes may be escaped as in JSON.</summary>
    [GeneratedRegex(@"(?<=:(?:\\?/){2})[^\s/?#@'""<>\\]+(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex UserOfUrl();
}
