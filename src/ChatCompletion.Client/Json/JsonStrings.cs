using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads JSON strings that <see cref="Utf8JsonReader"/> rejects: invalid UTF-8, and escaped lone surrogates, which servers send when a
/// token ends inside a character. No received text is lost because of such an error.
/// </summary>
internal static class JsonStrings
{
    /// <summary>Reads the current string or property name.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Encoding.UTF8.GetString(reader.ValueSpan);
        // GetString needs less memory for long text, but throws an exception for each invalid string.
        if (reader.ValueSpan.Length <= LongTextReader.MaxLength) return TryDecode(reader.ValueSpan, out var text) ? text : "";
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return TryDecode(reader.ValueSpan, out var decoded) ? decoded : "";
        }
    }

    /// <summary>Decodes the bytes between the quotes of a JSON string.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="text">The text; invalid UTF-8 becomes replacement characters.</param>
    /// <returns>Whether all escape sequences are valid.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> raw, out string text)
    {
        text = "";
        // The text never has more UTF-16 units than its JSON has bytes.
        var units = ArrayPool<char>.Shared.Rent(raw.Length);
        try
        {
            var count = 0;
            while (true)
            {
                var escape = raw.IndexOf((byte)'\\');
                var plain = escape < 0 ? raw : raw[..escape];
                count += Encoding.UTF8.GetChars(plain, units.AsSpan(count));
                if (escape < 0) break;
                raw = raw[(escape + 1)..];
                if (!TryUnescape(ref raw, out units[count++])) return false;
            }
            text = new string(units, 0, count);
            return true;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(units);
        }
    }

    /// <summary>Decodes an escape sequence after its backslash.</summary>
    private static bool TryUnescape(ref ReadOnlySpan<byte> raw, out char unit)
    {
        unit = '\0';
        if (raw.IsEmpty) return false;
        var kind = raw[0];
        raw = raw[1..];
        switch (kind)
        {
            case (byte)'n': unit = '\n'; return true;
            case (byte)'t': unit = '\t'; return true;
            case (byte)'r': unit = '\r'; return true;
            case (byte)'b': unit = '\b'; return true;
            case (byte)'f': unit = '\f'; return true;
            case (byte)'"' or (byte)'\\' or (byte)'/': unit = (char)kind; return true;
            case (byte)'u' when raw.Length >= 4 && Utf8Parser.TryParse(raw[..4], out ushort value, out var digits, 'x') && digits == 4:
                unit = (char)value;
                raw = raw[4..];
                return true;
            default: return false;
        }
    }
}
