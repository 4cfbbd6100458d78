using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ChatCompletions.Tests;

/// <summary>Tries a statement on many generated cases. A failure prints the case, cut down as far as it still fails, and the replay.</summary>
internal static class Property
{
    /// <summary>The same cases in every run; a number from elsewhere in its place tries others.</summary>
    private const ulong Seed = 20261121;
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static void Holds<T>(Gen<T> cases, Func<T, Task> statement, int count = 500) => Check(Arb.From(cases), statement, count);

    /// <summary>The same for text, which can be cut down: each character stands for a byte.</summary>
    public static void HoldsForText(Gen<string> cases, Func<string, Task> statement, int count = 500) => Check(Arb.From(cases, Shorter), statement, count);

    /// <summary>The bytes that a generated text stands for.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>How a text of any characters is written where each stands for a byte.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static void Check<T>(Arbitrary<T> cases, Func<T, Task> statement, int count) =>
        Prop.ForAll(cases, value => Task.Run(() => statement(value)).Wait(TimeSpan.FromSeconds(30)) ? true : throw new TimeoutException("The case takes more than 30 s."))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, Gamma));

    private static IEnumerable<string> Shorter(string text)
    {
        for (var size = text.Length / 2; size > 0; size /= 2)
            for (var at = 0; at + size <= text.Length; at += size) yield return text.Remove(at, size);
    }
}
