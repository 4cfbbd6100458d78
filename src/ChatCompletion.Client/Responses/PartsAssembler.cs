using System.Text;

namespace ChatCompletions;

/// <summary>
/// Joins the lists of parts in which content came. Text that came as plain strings before, between and after them becomes parts too,
/// so that the list is the whole content.
/// </summary>
/// <param name="textBefore">The text that came before the first list.</param>
internal sealed class PartsAssembler(string? textBefore)
{
    private readonly JsonList _parts = [];
    private readonly StringBuilder _text = new(textBefore);

    /// <summary>Adds text that came as a plain string.</summary>
    public void AddText(string? text) => _text.Append(text);

    /// <summary>Adds a list of parts.</summary>
    public void Add(JsonList parts)
    {
        AddTextTo(_parts);
        _text.Clear();
        _parts.AddRange(parts);
    }

    /// <summary>Forgets what came if the parts of a whole message repeat it. All that is not text must be among them.</summary>
    public void ForgetFor(JsonList parts)
    {
        var known = parts.Select(JsonText.Write).ToHashSet(StringComparer.Ordinal);
        if (!_parts.TrueForAll(part => !ContentParts.IsOther(part) || known.Contains(JsonText.Write(part)))) return;
        _text.Clear();
        _parts.Clear();
    }

    /// <summary>The content so far.</summary>
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
