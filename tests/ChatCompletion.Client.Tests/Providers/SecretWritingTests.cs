using System.Text;
using System.Text.RegularExpressions;

namespace ChatCompletions.Tests;

/// <summary>A key is masked in each way of writing it, and so is a long enough piece of it.</summary>
public class SecretWritingTests
{
    private static readonly string[] Keys =
    [
        "sk-abcdefgh12345",
        "sk-proj-Zq8Lw3Xv_T5bN1mK7cR9dP2fG4hJ6sA0uE-yI",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "pa55word-x",
        "gsk_Abcdefghijklmnopqrstuvwxyz",
    ];

    public static TheoryData<string, string> Breaks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, between) in new[]
            {
                ("blank", " "), ("line feed", "\n"), ("line break", "\r\n"), ("tab", "\t"), ("dash", "-"), ("soft hyphen", "\u00AD"),
                ("zero width", "\u200B"), ("joiner", "\u200D"), ("mark", "\uFEFF"), ("isolate", "\u2066"), ("dot", "."), ("quotes", "','"),
                ("NUL", "\0"), ("colour", "\u001b[1;31m"), ("colour in C1", "\u009b0m"), ("colour made visible", "␛[0m"),
                ("character set", "\u001b(B"), ("combining", "\u0336"), ("JSON line feed", "\\n"), ("JSON zero width", "\\u200b"),
                ("JSON colour", "\\u001b[0m"), ("NUL in JSON", "\\u0000"), ("percent", "%0A"), ("percent zero width", "%E2%80%8B"),
                ("HTML", "&#8203;"), ("HTML name", "&shy;"), ("octal", "\\033[0m"), ("mail", "=\r\n"),
            })
                foreach (var key in Keys) data.Add(name, string.Join(between, key.Select(static c => c.ToString())));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_key_is_masked_whatever_stands_between_its_characters(string name, string written)
    {
        foreach (var (before, after) in new[] { ("", ""), ("the key ", " is wrong"), ("\"", "\"}"), ("(", ")\n") })
            Assert.False(ShowsMore(new SecretMask(Keys).Apply(before + written + after)!, before + "***" + after), name);
    }

    /// <summary>Marks before the first and behind the last letter or digit may be left.</summary>
    private static bool ShowsMore(string shown, string allowed) =>
        Regex.Replace(shown, @"[^a-zA-Z0-9*]|31m|0m", "") != Regex.Replace(allowed, @"[^a-zA-Z0-9*]", "");

    public static IEnumerable<(string Name, Func<string, string> Write)> Encodings
    {
        get
        {
            foreach (var (name, encoding) in new (string, Encoding)[]
                { ("UTF-8", Encoding.UTF8), ("UTF-16", Encoding.Unicode), ("UTF-16 BE", Encoding.BigEndianUnicode) })
            {
                for (var before = 0; before < 6; before++)
                {
                    var user = new string('u', before);
                    yield return ($"Base64 of {name} behind {before}", key => Convert.ToBase64String(encoding.GetBytes($"{user}{key}:x")));
                    yield return ($"Base64 for URLs of {name} behind {before}", key =>
                        Convert.ToBase64String(encoding.GetBytes(user + key)).Replace('+', '-').Replace('/', '_').TrimEnd('='));
                    yield return ($"Base64 in lines of {name} behind {before}", key =>
                        Regex.Replace(Convert.ToBase64String(encoding.GetBytes(user + key)), ".{7}", "$0\r\n"));
                }
                yield return ("Hex of " + name, key => Convert.ToHexString(encoding.GetBytes(key)));
                yield return ("hex of " + name, key => Convert.ToHexString(encoding.GetBytes(key)).ToLowerInvariant());
                yield return ("Hex with dashes of " + name, key => BitConverter.ToString(encoding.GetBytes(key)));
                yield return ("Hex list of " + name, key => string.Join(", ", encoding.GetBytes(key).Select(static b => $"0x{b:x2}")));
                yield return ("Hex escapes of " + name, key => string.Concat(encoding.GetBytes(key).Select(static b => $"\\x{b:X2}")));
            }
            yield return ("Base32", key => Base32(Encoding.UTF8.GetBytes(key)));
            yield return ("base32 behind a user", key => Base32(Encoding.UTF8.GetBytes("user:" + key)).ToLowerInvariant());
            yield return ("base32 behind one letter", key => Base32(Encoding.UTF8.GetBytes("u" + key)));
            yield return ("Percent", key => string.Concat(key.Select(static c => $"%{(int)c:x2}")));
            yield return ("Percent twice", key => string.Concat(key.Select(static c => $"%25{(int)c:X2}")));
            yield return ("Octal", key => string.Concat(key.Select(static c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0'))));
            yield return ("\\u", key => string.Concat(key.Select(static c => $"\\u{(int)c:X4}")));
            yield return ("\\\\u", key => string.Concat(key.Select(static c => $"\\\\u{(int)c:x4}")));
            yield return ("\\u{}", key => string.Concat(key.Select(static c => $"\\u{{{(int)c:x}}}")));
            yield return ("\\U", key => string.Concat(key.Select(static c => $"\\U{(int)c:x8}")));
            yield return ("Full width", key => string.Concat(key.Select(static c => (char)(c + 0xFEE0))));
            yield return ("Bold", key => string.Concat(key.Select(static c =>
                char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + c - 'a') : char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + c - 'A')
                : char.IsAsciiDigit(c) ? char.ConvertFromUtf32(0x1D7CE + c - '0') : c.ToString())));
            yield return ("Upper case", static key => key.ToUpperInvariant());
            yield return ("Lower case", static key => key.ToLowerInvariant());
            yield return ("Mail", key => string.Concat(key.Select(static c => $"={(int)c:X2}")));
        }
    }

    public static TheoryData<string> EncodingNames => [.. Encodings.Select(static encoding => encoding.Name)];

    [Theory]
    [MemberData(nameof(EncodingNames))]
    public void A_key_is_masked_in_each_encoding(string name)
    {
        var write = Encodings.First(encoding => encoding.Name == name).Write;
        foreach (var key in Keys)
        {
            var masked = new SecretMask([key]).Apply($"<{write(key)}>")!;
            Assert.Contains("***", masked, StringComparison.Ordinal);
            // A letter at the edge can hold a few bits of the key, and characters of what was encoded before and behind it are left.
            var shown = masked.Split("***");
            Assert.All(shown, part => Assert.InRange(Regex.Replace(part, @"[^A-Za-z0-9]|75|00|dQ*B*1*|Old4", "").Length, 0, 14));
        }
    }

    [Fact]
    public void Each_long_enough_piece_of_a_key_is_masked_wherever_it_stands()
    {
        foreach (var key in Keys)
        {
            var mask = new SecretMask([key]);
            var letters = key.Count(char.IsLetterOrDigit);
            var least = Math.Clamp((letters + 1) / 2, 8, 12);
            if (!key.Any(char.IsDigit)) least = 16;
            for (var start = 0; start < key.Length; start++)
                for (var length = 1; start + length <= key.Length; length++)
                {
                    var piece = key.Substring(start, length);
                    var isLong = piece.Count(char.IsLetterOrDigit) >= least || (start == 0 && length >= 12);
                    foreach (var (before, after) in new[] { ("...", ""), ("key ", "!"), ("", "***"), ("…", "\n") })
                    {
                        var masked = mask.Apply(before + piece + after)!;
                        Assert.Equal(isLong, masked != before + piece + after);
                        if (isLong) Assert.Equal(before + "***" + after, Regex.Replace(masked, "[_-]*([*]{3})[_-]*", "$1"));
                    }
                }
        }
    }

    [Theory]
    [InlineData("none", "None of these: no-ne, n o n e, bm9uZQ==, 6e6f6e65")]
    [InlineData("ollama", "o-l-l-a-m-a OLLAMA")]
    [InlineData("20261121", "on 2026-11-21 at 20:26, 11.21")]
    [InlineData("ollama-local", "Ollama: lost the connection to the local server")]
    [InlineData("lm-studio", "LM Studio is not running")]
    [InlineData("sk-1234", "SK 1234, sk-12345")]
    [InlineData("correct-horse-battery-staple", "That is correct. Horse racing is not.")]
    [InlineData("sk-Zq8Lw3XvT5bN1mK7", "sk-Zq8 Lw3 T5bN1 and sk-ant")]
    public void Normal_text_is_left_alone(string key, string text)
    {
        var mask = new SecretMask([key]);
        Assert.Equal(text, mask.Apply(text));
        Assert.Equal(text, mask.ApplyToData(text));
    }

    [Fact]
    public void The_words_around_a_piece_are_left()
    {
        var mask = new SecretMask(["sk-0123456789abcdef"]);
        Assert.Equal("of *** and on", mask.Apply("of sk-0123456789 and on"));
        Assert.Equal("key ***ab and", new SecretMask(["sk-0123456789xyzwv"]).Apply("key 0123456789ab and"));
    }

    [Fact]
    public void A_beginning_that_is_broken_is_masked_at_the_end_of_a_cut_text() =>
        Assert.Equal("key ***", new SecretMask(["sk-abcdefgh12345"]).ApplyToCut("key sk-\nabcd"));

    [Theory]
    [InlineData("sk-0123456789abcdef", "0123456789abcdeX", 3_000_000)]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz1", "zzzzzzz ", 3_000_000)]
    [InlineData("sk-0123456789abcdef", "\\u0", 1_000_000)]
    [InlineData("sk-0123456789abcdef", "\u001b[", 1_000_000)]
    public void A_long_text_takes_time_in_proportion_to_its_length(string key, string repeated, int length)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, length / repeated.Length));
        var started = System.Diagnostics.Stopwatch.StartNew();
        new SecretMask([key]).Apply(text);
        Assert.InRange(started.Elapsed.TotalSeconds, 0, 10);
    }

    private static string Base32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(static b => Convert.ToString(b, 2).PadLeft(8, '0')));
        bits = bits.PadRight((bits.Length + 4) / 5 * 5, '0');
        return string.Concat(bits.Chunk(5).Select(static five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five), 2)]));
    }
}
