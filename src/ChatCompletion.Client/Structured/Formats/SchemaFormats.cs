using System.Numerics;
using System.Text.RegularExpressions;

namespace ChatCompletions;

/// <summary>
/// The formats that answers are validated against. JSON Schema makes this optional; here formats are always validated, since that is why
/// schemas name them. Times may omit their offset and seconds, because many models do.
/// </summary>
internal static partial class SchemaFormats
{
    /// <summary>Only a hint for input forms; any value is valid.</summary>
    private const string Password = "password";

    private static readonly Dictionary<string, (Func<string, bool> IsValid, string Example)> Texts = new()
    {
        [SchemaDates.Date] = (static text => SchemaDates.TryRead(text, SchemaDates.Date, out _), "2026-01-31"),
        [SchemaDates.DateTime] = (static text => SchemaDates.TryRead(text, SchemaDates.DateTime, out _), "2026-01-31T12:00:00Z"),
        ["time"] = (static text => Time().IsMatch(text), "12:00:00Z"),
        ["duration"] = (static text => Duration().IsMatch(text), "P1DT12H"),
        ["email"] = (static text => HostFormats.IsEmail(text), "ann@example.com"),
        ["idn-email"] = (static text => HostFormats.IsInternationalEmail(text), "ann@example.com"),
        ["hostname"] = (static text => HostFormats.IsHostname(text), "www.example.com"),
        ["ipv4"] = (static text => HostFormats.IsIPv4(text), "192.0.2.1"),
        ["ipv6"] = (static text => HostFormats.IsIPv6(text), "2001:db8::1"),
        ["uri"] = (static text => UriFormats.IsUri(text), "https://example.com/a"),
        ["uri-reference"] = (static text => UriFormats.IsReference(text), "../a"),
        ["iri"] = (static text => UriFormats.IsIri(text), "https://example.com/a"),
        ["iri-reference"] = (static text => UriFormats.IsIriReference(text), "../a"),
        ["uuid"] = (static text => Uuid().IsMatch(text), "7b1c8d1e-0f2a-4c3d-8e9f-0123456789ab"),
        ["json-pointer"] = (static text => Pointer().IsMatch(text), "/a/0"),
        ["relative-json-pointer"] = (static text => RelativePointer().IsMatch(text), "1/a"),
        ["regex"] = (static text => IsPattern(text), "^[a-z]+$"),
    };

    /// <summary>The number formats of OpenAPI.</summary>
    private static readonly Dictionary<string, (BigDecimal Least, BigDecimal Most)> Numbers = new()
    {
        ["int8"] = Range(sbyte.MinValue, sbyte.MaxValue),
        ["int16"] = Range(short.MinValue, short.MaxValue),
        ["int32"] = Range(int.MinValue, int.MaxValue),
        ["int64"] = Range(long.MinValue, long.MaxValue),
        ["uint8"] = Range(0, byte.MaxValue),
        ["uint16"] = Range(0, ushort.MaxValue),
        ["uint32"] = Range(0, uint.MaxValue),
        ["uint64"] = Range(0, ulong.MaxValue),
        ["float"] = Range(new BigInteger(float.MinValue), new BigInteger(float.MaxValue)),
        ["double"] = Range(new BigInteger(double.MinValue), new BigInteger(double.MaxValue)),
    };

    /// <summary>The names of all formats.</summary>
    public static IEnumerable<string> Names => [.. Texts.Keys, .. Numbers.Keys, Password];

    /// <summary>Whether a format is supported.</summary>
    public static bool IsKnown(string format) => Texts.ContainsKey(format) || Numbers.ContainsKey(format) || format == Password;

    /// <summary>
    /// Whether a value is valid for a format. A format for strings accepts any number, and a format for numbers any string.
    /// </summary>
    public static bool IsValid(string format, object? value)
    {
        if (value is string text) return !Texts.TryGetValue(format, out var known) || known.IsValid(text);
        if (!Numbers.TryGetValue(format, out var range) || BigDecimal.Of(value) is not { } number) return true;
        var isInRange = number.CompareTo(range.Least) >= 0 && number.CompareTo(range.Most) <= 0;
        return isInRange && (number.IsInteger || format is "float" or "double");
    }

    /// <summary>Gets an example; <see langword="null"/> for number formats.</summary>
    public static string? Example(string format) => Texts.TryGetValue(format, out var known) ? known.Example : null;

    private static (BigDecimal Least, BigDecimal Most) Range(BigInteger least, BigInteger most) =>
        (BigDecimal.Of(least)!, BigDecimal.Of(most)!);

    private static bool IsPattern(string text)
    {
        try
        {
            _ = new SchemaPattern(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)(\.[0-9]+)?)?([Zz]|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?\z")]
    private static partial Regex Time();

    [GeneratedRegex(
        """
        \A P (?=.) (?: [0-9]+W
          | (?: [0-9]+D | [0-9]+M (?:[0-9]+D)? | [0-9]+Y (?: [0-9]+M (?:[0-9]+D)? )? )?
            (?: T (?=.) (?:[0-9]+H)? (?:[0-9]+M)? (?: [0-9]+ (?:\.[0-9]+)? S )? )? ) \z
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z", RegexOptions.Singleline)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)(#|(/([^~/]|~[01])*)*)\z", RegexOptions.Singleline)]
    private static partial Regex RelativePointer();
}
