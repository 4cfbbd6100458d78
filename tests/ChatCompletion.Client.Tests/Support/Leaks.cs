using System.Collections;
using System.Text;
using System.Text.Json;

namespace ChatCompletions.Tests;

/// <summary>Finds a secret, or the beginning of one, in everything that can be seen of an outcome.</summary>
internal static class Leaks
{
    /// <summary>More characters of a secret than these are a leak.</summary>
    private const int Harmless = 7;

    /// <summary>Everything that an outcome and its whole chain of causes say.</summary>
    public static string Shown(Outcome outcome)
    {
        var text = new StringBuilder(Dump.Of(outcome));
        if (outcome.Failure is { } failure) Add(text, failure);
        return text.ToString();
    }

    /// <summary>Asserts that a text holds no secret, in no form that one is likely to take.</summary>
    public static void None(string text, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            var head = secret[..Math.Min(secret.Length, Harmless + 1)];
            foreach (var form in Forms(head)) Assert.DoesNotContain(form, text, StringComparison.Ordinal);
            foreach (var core in Base64Cores(secret)) Assert.DoesNotContain(core, text, StringComparison.Ordinal);
            var digits = string.Concat(text.Replace("0x", "", StringComparison.OrdinalIgnoreCase).Replace("\\x", "", StringComparison.Ordinal).Where(char.IsAsciiLetterOrDigit));
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(head)), digits, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IEnumerable<string> Forms(string head) =>
    [
        head,
        JsonEncodedText.Encode(head).ToString(),
        head.Replace("/", "\\/", StringComparison.Ordinal),
        Uri.EscapeDataString(head),
        Uri.EscapeDataString(head).ToLowerInvariant(),
    ];

    /// <summary>The part of the Base64 form that does not depend on what stands around, for each place that it can begin at.</summary>
    private static IEnumerable<string> Base64Cores(string secret)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var all = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', offset) + secret));
            var first = (offset * 8 + 5) / 6;
            yield return all.Substring(first, 12);
        }
    }

    private static void Add(StringBuilder text, Exception? cause)
    {
        if (cause is null) return;
        text.AppendLine(cause.ToString()).AppendLine(cause.Message).AppendLine(cause.Source).AppendLine(cause.HelpLink);
        foreach (DictionaryEntry entry in cause.Data) text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}");
        if (cause is AggregateException several)
            foreach (var one in several.InnerExceptions) Add(text, one);
        else Add(text, cause.InnerException);
    }
}
