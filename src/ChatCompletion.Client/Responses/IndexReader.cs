using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// Reads the indexes of an answer's choices and tool calls. An index that is no 32-bit integer gets a number of its own, so that no
/// two of them become one; what the server sent is kept beside it.
/// </summary>
internal sealed class IndexReader(ChatLimits limits)
{
    /// <summary>The name under which an index is kept that is no 32-bit integer.</summary>
    public const string Original = "original_index";

    private Dictionary<string, int>? _others;

    /// <summary>Reads the value that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="additional">Takes the server's value where the index is another number.</param>
    /// <returns>The index; <see langword="null"/> where there is none.</returns>
    /// <exception cref="ChatProtocolException">There are more such indexes than any answer has parts.</exception>
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
