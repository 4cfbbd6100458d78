namespace ChatCompletions;

/// <summary>Assembles the fields of a message for which there is no property, such as <c>images</c>.</summary>
internal sealed class AdditionalAssembler
{
    private readonly HashSet<string> _joined = [];
    private JsonDictionary? _fields;

    /// <summary>The fields so far.</summary>
    public JsonDictionary? Fields => _fields;

    /// <summary>
    /// Adds fields. In deltas a list continues the list before it; other values replace earlier ones, unless they are null.
    /// </summary>
    /// <param name="fields">The fields.</param>
    /// <param name="isWhole">Whether they are from a whole message.</param>
    public void Add(JsonDictionary fields, bool isWhole)
    {
        foreach (var (name, value) in fields.Pairs())
        {
            if (!isWhole && value is JsonList piece && _fields?[name] is JsonList list && !IsSnapshot(piece, list)) Join(name, list, piece);
            else if (value is not null || _fields?.Contains(name) != true) Set(name, value);
        }
    }

    /// <summary>Whether a list repeats all of the list before it and adds to it, and so replaces it.</summary>
    private static bool IsSnapshot(JsonList piece, JsonList list) =>
        piece.Count > list.Count && list.Select(JsonText.Write).SequenceEqual(piece.Take(list.Count).Select(JsonText.Write));

    private void Set(string name, object? value)
    {
        _joined.Remove(name);
        (_fields ??= new JsonDictionary())[name] = value;
    }

    /// <summary>Appends to a list. The first list belongs to its chunk, so it is copied.</summary>
    private void Join(string name, JsonList list, JsonList piece)
    {
        if (_joined.Add(name))
        {
            var copy = new JsonList();
            copy.AddRange(list);
            _fields![name] = list = copy;
        }
        list.AddRange(piece);
    }
}
