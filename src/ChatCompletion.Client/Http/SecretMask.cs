using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>Takes a key out of text that a server sent: some echo it in their errors.</summary>
internal sealed class SecretMask
{
    private const string Mask = "***";
    private const int ShortestSecret = 4;

    private readonly List<string> _secrets;
    private readonly Lazy<Regex>? _forms;

    /// <summary>Creates a mask for keys; a very short one could be part of any word and is not looked for.</summary>
    public SecretMask(IEnumerable<string> secrets)
    {
        var worthHiding = _secrets = secrets.Where(static secret => secret.Length >= ShortestSecret).ToList();
        if (worthHiding.Count > 0)
            _forms = new(() => new Regex(string.Join('|', worthHiding.Select(static secret => string.Concat(secret.Select(FormsOf)))), RegexOptions.CultureInvariant));
    }

    /// <summary>A mask that hides further keys.</summary>
    public SecretMask With(IEnumerable<string> secrets) => new(_secrets.Union(secrets));

    /// <summary>The text with the key masked, also in the forms it can have in JSON and in a URL.</summary>
    public string? Apply(string? text) => text is null || _forms is null ? text : _forms.Value.Replace(text, Mask);

    /// <summary>
    /// The cause of a failure, unless its words hold the key or are not safe to show: the platform quotes what a server sent where it
    /// cannot read it.
    /// </summary>
    public Exception? Keep(Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            var words = inner.Message.ReplaceLineEndings("\n");
            if (SafeText.Neutralise(Apply(words)) != words) return null;
        }
        return cause;
    }

    /// <summary>A character as it is, with a backslash, as \u0026, or as %26: servers differ in what they escape.</summary>
    private static string FormsOf(char c)
    {
        var backslash = c is '"' or '\\' or '/' ? @"\\?" : "";
        return $@"(?:{backslash}{Regex.Escape(c.ToString())}|\\u(?i:{(int)c:X4})|%(?i:{(int)c:X2}))";
    }
}
