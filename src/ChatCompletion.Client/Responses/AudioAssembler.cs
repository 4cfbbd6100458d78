using System.Collections;

namespace ChatCompletions;

/// <summary>Assembles audio, whose data and transcript arrive in pieces.</summary>
internal sealed class AudioAssembler
{
    private const string Data = "data";
    private const string Transcript = "transcript";

    private readonly JsonDictionary _fields = new();
    private TextAssembler _data;
    private TextAssembler _transcript;

    /// <summary>Adds the fields of an event.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="isWhole">Whether a whole message has them, which can repeat earlier pieces.</param>
    /// <param name="afterDeltas">Whether any delta arrived.</param>
    public void Add(JsonDictionary fields, bool isWhole, bool afterDeltas)
    {
        foreach (DictionaryEntry field in fields)
        {
            if (field is { Key: Data, Value: string data }) Add(ref _data, data);
            else if (field is { Key: Transcript, Value: string words }) Add(ref _transcript, words);
            if (field.Value is not null || !_fields.Contains(field.Key)) _fields[field.Key] = field.Value;
        }

        void Add(ref TextAssembler all, string piece) => all.Add(isWhole ? all.NewPart(piece, afterDeltas, isEnded: false) : piece);
    }

    /// <summary>Builds the audio, with the fields in the order of their arrival.</summary>
    public JsonDictionary Build()
    {
        var audio = new JsonDictionary();
        foreach (DictionaryEntry field in _fields) audio[field.Key] = field.Value;
        if (_data.ToString() is { } data) audio[Data] = WithoutInnerPadding(data);
        if (_transcript.ToString() is { } words) audio[Transcript] = words;
        return audio;
    }

    /// <summary>
    /// Encodes data again if its pieces were encoded one by one: padding is valid only at the end of all data.
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
