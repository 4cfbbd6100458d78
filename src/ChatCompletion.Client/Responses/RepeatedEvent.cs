using System.Text;
using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// The last event that was read field by field. Most servers send the same bytes in every event of a stream but for the new text,
/// and some a padding beside it: of such an event only the text is read. Of one that is the same up to its choices, what comes before them is known.
/// </summary>
internal sealed class RepeatedEvent
{
    private const int MaxBytes = 4096;

    private byte[] _bytes = [];
    private int _length;
    private bool _isOneText;
    private ChoiceFields _choice;
    private Range _text;
    private Range _passed;

    /// <summary>Its only choice.</summary>
    public ref readonly ChoiceFields Choice => ref _choice;

    /// <summary>What comes before its choices.</summary>
    public EventHead Head { get; private set; }

    /// <summary>Keeps an event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="head">What comes before its choices.</param>
    public void Keep(ReadOnlySpan<byte> json, in EventHead head)
    {
        _isOneText = false;
        Head = default;
        _length = 0;
        if (json.Length > MaxBytes) return;
        if (_bytes.Length < json.Length) _bytes = new byte[json.Length * 2];
        json.CopyTo(_bytes);
        _length = json.Length;
        Head = head;
    }

    /// <summary>Keeps what the event says, as one of which nothing but the text changes.</summary>
    /// <param name="choice">Its only choice.</param>
    /// <param name="text">Where its text stands.</param>
    /// <param name="passed">Where its padding stands.</param>
    public void KeepText(in ChoiceFields choice, Range text, Range passed)
    {
        if (_length == 0) return;
        (_isOneText, _choice, _text) = (true, choice, text);
        _passed = passed.Start.Value >= text.End.Value ? passed : default;
    }

    /// <summary>Whether an event begins with the same head.</summary>
    public bool HasSameHead(ReadOnlySpan<byte> json) => Head.Length > 0 && json.StartsWith(_bytes.AsSpan(0, Head.Length));

    /// <summary>Reads an event that is the same but for its text.</summary>
    /// <param name="json">The event.</param>
    /// <param name="text">Its text, the only thing that <see cref="Choice"/> does not say of it.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, out string text)
    {
        text = "";
        if (!_isOneText) return false;
        var same = _bytes.AsSpan(0, _length);
        if (!json.StartsWith(same[.._text.Start])) return false;
        json = json[_text.Start..];
        var end = LongTextReader.End(json, out var hasEscapes);
        if (end < 0) return false;
        var raw = json[..end];
        json = json[end..];
        same = same[_text.End..];
        if (!_passed.Equals(default))
        {
            var before = same[..(_passed.Start.Value - _text.End.Value)];
            if (!json.StartsWith(before)) return false;
            json = json[before.Length..];
            end = LongTextReader.End(json, out var hasPassedEscapes);
            if (end < 0 || hasPassedEscapes) return false;
            json = json[end..];
            same = same[(_passed.End.Value - _text.End.Value)..];
        }
        if (!json.SequenceEqual(same)) return false;
        if (hasEscapes) return JsonStrings.TryDecode(raw, out text);
        text = Encoding.UTF8.GetString(raw);
        return true;
    }
}
