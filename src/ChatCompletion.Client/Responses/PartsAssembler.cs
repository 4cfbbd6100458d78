using System.Text;

namespace ChatCompletions;

/// <summary>
/// Merges the lists of content parts. Plain text before, between and after the lists becomes parts too, so that the list is the whole
/// content.
/// </summary>
/// <param name="textBefore">The text before the first list.</param>
internal sealed class PartsAssembler(string? textBefore)
{
    private readonly JsonList _parts = [];
    private readonly StringBuilder _text = new(textBefore);

    /// <summary>Adds plain text.</summary>
    public void AddText(string? text) => _text.Append(text);

    /// <summary>Adds a list of parts.</summary>
    public void Add(JsonList parts)
    {
        AddTextTo(_parts);
        _text.Clear();
        _parts.AddRange(parts);
    }

    /// <summary>Removes the parts so far if a whole message repeats them: all parts other than text must be among its parts.</summary>
    public void ClearIfRepeated(JsonList parts)
    {
        var known = parts.Select(JsonText.Write).ToHashSet(StringComparer.Ordinal);
        if (!_parts.TrueForAll(part => !ContentParts.IsOther(part) || known.Contains(JsonText.Write(part)))) return;
        _text.Clear();
        _parts.Clear();
    }

    /// <summary>Builds the content.</summary>
    public JsonList Build()
    {
        JsonList all = [.. _parts];
        AddTextTo(all);
        return all;
    }

    private void AddTextTo(JsonList parts)
    {
        if (_text.Length > 0) parts.Add(MediaParts.Text(_text.ToString()));
    }
}
