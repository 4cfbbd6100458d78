using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads the indexes of choices and tool calls. An index that is not a 32-bit integer is replaced by a unique number, so that no two
/// indexes become equal; the original value is kept as an additional field.
/// </summary>
internal sealed class IndexReader(ChatLimits limits)
{
    /// <summary>The name of the additional field with the original value.</summary>
    public const string Original = "original_index";

    private Dictionary<string, int>? _others;

    /// <summary>Reads the current value.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="additional">Receives the original value if the index was replaced.</param>
    /// <returns>The index; <see langword="null"/> if there is none.</returns>
    /// <exception cref="ChatProtocolException">There are more such indexes than <see cref="ChatLimits.MaxItems"/>.</exception>
    public int? Read(ref Utf8JsonReader reader, ref JsonDictionary? additional)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index)) return index;
        var before = reader;
        var number = JsonFields.Real(ref reader);
        if (number is >= int.MinValue and <= int.MaxValue && Math.Floor(number.Value) == number) return (int)number;
        reader = before;
        if (JsonFields.Word(ref reader) is not { } text) return null;
        (additional ??= new JsonDictionary())[Original] = JsonText.ReadValue(ref before);
        _others ??= [];
        if (_others.TryGetValue(text, out var own)) return own;
        if (_others.Count == limits.MaxItems) throw limits.TooMany("indexes");
        return _others[text] = int.MaxValue - limits.MaxItems + _others.Count;
    }
}
