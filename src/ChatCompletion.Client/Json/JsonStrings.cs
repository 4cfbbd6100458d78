using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads JSON strings that a strict reader refuses: bytes that are no UTF-8, and half of a surrogate pair, which
/// servers send when a token ends inside a character. Nothing that arrived is thrown away for such a fault.
/// </summary>
internal static class JsonStrings
{
    /// <summary>The text of the string or property name the reader stands on.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Lenient(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
    }

    private static string Lenient(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(escape < 0 ? raw : raw[..escape]));
            if (escape < 0) break;
            raw = raw[(escape + 1)..];
            var length = 1;
            switch (raw[0])
            {
                case (byte)'n': text.Append('\n'); break;
                case (byte)'t': text.Append('\t'); break;
                case (byte)'r': text.Append('\r'); break;
                case (byte)'b': text.Append('\b'); break;
                case (byte)'f': text.Append('\f'); break;
                case (byte)'u':
                    text.Append((char)ushort.Parse(Encoding.ASCII.GetString(raw.Slice(1, 4)), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    length = 5;
                    break;
                default: text.Append((char)raw[0]); break;
            }
            raw = raw[length..];
        }
        return text.ToString();
    }
}
