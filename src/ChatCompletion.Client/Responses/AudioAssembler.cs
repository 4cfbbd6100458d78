using System.Collections;

namespace ChatCompletions;

/// <summary>Puts a spoken answer together, whose data and transcript come in pieces.</summary>
internal sealed class AudioAssembler
{
    private const string Data = "data";
    private const string Transcript = "transcript";

    private readonly JsonDictionary _fields = new();
    private TextAssembler _data;
    private TextAssembler _transcript;

    /// <summary>Adds the fields of an event.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="isWhole">Whether they are of a whole message, which can repeat what came.</param>
    /// <param name="afterDeltas">Whether any delta came.</param>
    public void Add(JsonDictionary fields, bool isWhole, bool afterDeltas)
    {
        foreach (DictionaryEntry field in fields)
        {
            if (field is { Key: Data, Value: string data }) Add(ref _data, data);
            else if (field is { Key: Transcript, Value: string words }) Add(ref _transcript, words);
            if (field.Value is not null || !_fields.Contains(field.Key)) _fields[field.Key] = field.Value;
        }

        void Add(ref TextAssembler all, string piece) => all.Add(isWhole ? all.Rest(piece, afterDeltas, isEnded: false) : piece);
    }

    /// <summary>The fields so far, in the order in which they came.</summary>
    public JsonDictionary Build()
    {
        var audio = new JsonDictionary();
        foreach (DictionaryEntry field in _fields) audio[field.Key] = field.Value;
        if (_data.ToString() is { } data) audio[Data] = WithoutInnerPadding(data);
        if (_transcript.ToString() is { } words) audio[Transcript] = words;
        return audio;
    }

    /// <summary>
    /// Pieces that were encoded one by one can end with padding, which is valid at the end of all data only: such data is encoded anew.
    /// </summary>
    private static string WithoutInnerPadding(string data)
    {
        var padding = data.IndexOf('=');
        if (padding < 0 || data.AsSpan(padding).TrimEnd('=').IsEmpty) return data;
        var bytes = new List<byte>(data.Length / 4 * 3);
        var buffer = new byte[data.Length];
        var rest = data.AsSpan();
        while (!rest.IsEmpty)
        {
            padding = rest.IndexOf('=');
            var end = padding < 0 ? rest.Length : padding + (rest.Length - padding - rest[padding..].TrimStart('=').Length);
            if (!Convert.TryFromBase64Chars(rest[..end], buffer, out var count)) return data;
            bytes.AddRange(buffer.AsSpan(0, count));
            rest = rest[end..];
        }
        return Convert.ToBase64String(bytes.ToArray());
    }
}
