using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Compares the current property name or string of a reader.</summary>
internal static class JsonReaderExtensions
{
    /// <summary>
    /// Whether the current property name or string equals a text. Unlike
    /// <see cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/>, this accepts an escaped lone surrogate.
    /// </summary>
    public static bool ValueIs(this ref Utf8JsonReader reader, ReadOnlySpan<byte> text) =>
        reader.ValueIsEscaped ? JsonStrings.Read(ref reader) == Encoding.UTF8.GetString(text) : reader.ValueTextEquals(text);
}
