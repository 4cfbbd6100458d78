using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>Compares the name or text that a reader stands on.</summary>
internal static class JsonReaderExtensions
{
    /// <summary>Whether the name or text is this one. The reader's own comparison throws where half of a surrogate pair is escaped.</summary>
    public static bool Says(this ref Utf8JsonReader reader, ReadOnlySpan<byte> text) =>
        reader.ValueIsEscaped ? JsonStrings.Read(ref reader) == Encoding.UTF8.GetString(text) : reader.ValueTextEquals(text);
}
