using System.Text;

namespace ChatCompletions;

/// <summary>
/// Caches the last event of a stream, so that a similar event is read faster. Most servers change only the text from event to event, and
/// some also a padding (<c>obfuscation</c>): then only the text is decoded. If only the prefix before <c>choices</c> matches, its parsed
/// header is reused.
/// </summary>
internal sealed class RepeatedEventCache
{
    private const int MaxBytes = 4096;

    /// <summary>After this many learned events without a hit, the stream does not repeat, and few events are learned.</summary>
    private const int MaxMisses = 4;

    /// <summary>How many events of such a stream are skipped for each one that is learned.</summary>
    private const int LearnInterval = 32;

    private byte[] _bytes = [];
    private int _length;
    private EventLayout _layout;
    private ChoiceFields _choice;
    private bool _hasText;
    private int _misses;

    /// <summary>Reads an event that differs from the cached one only in its text and padding.</summary>
    /// <param name="json">The event.</param>
    /// <param name="choice">The event's only choice.</param>
    /// <returns>Whether the event was read.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, out ChoiceFields choice)
    {
        if (!TryReadText(json, out var text))
        {
            choice = default;
            return false;
        }
        _misses = 0;
        choice = _choice;
        if (_layout.IsContent) choice.Message.Content = text;
        else choice.Message.ReplaceReasoning(text);
        return true;
    }

    /// <summary>Reads the header of an event that has the cached prefix.</summary>
    /// <param name="json">The event.</param>
    /// <param name="cursor">Continues before the name <c>choices</c>.</param>
    /// <param name="header">The fields of the prefix.</param>
    /// <returns>Whether the header was read.</returns>
    public bool TryReadPrefix(ReadOnlySpan<byte> json, out AnswerCursor cursor, out HeaderFields header)
    {
        if (!HasPrefix(json))
        {
            cursor = default;
            header = default;
            return false;
        }
        cursor = new AnswerCursor(json, _layout.PrefixLength, _layout.PrefixState);
        header = _layout.Header;
        return true;
    }

    /// <summary>Caches an event that was read in full.</summary>
    /// <param name="json">The event.</param>
    /// <param name="answer">The fields that were read from it.</param>
    public void Learn(ReadOnlySpan<byte> json, CompletionEventReader answer)
    {
        _hasText = false;
        if (json.Length > MaxBytes || (!HasOnlyText(answer) && HasPrefix(json))) return;
        if (++_misses > MaxMisses && _misses % LearnInterval != 0) return;
        if (_bytes.Length < json.Length) _bytes = new byte[json.Length * 2];
        json.CopyTo(_bytes);
        _length = json.Length;
        _layout = EventLayout.Find(json, answer.Header);
        if (_layout.Text.Equals(default) || !HasOnlyText(answer)) return;
        _choice = answer.Choices[0];
        _hasText = !string.IsNullOrEmpty(_layout.IsContent ? _choice.Message.Content : _choice.Message.Reasoning);
    }

    /// <summary>Whether an event has no values, apart from text, that can differ from event to event.</summary>
    private static bool HasOnlyText(CompletionEventReader answer) =>
        answer is { Choices.Count: 1, Usage: null, Error: null, Additional: null }
        && answer.Choices[0] is { FinishReason: null, LogProbs: null, Additional: null, Error: null } choice
        && choice.Message is { Parts: null, Refusal: null, ToolCalls: null, Annotations: null, Audio: null, Additional: null };

    private bool HasPrefix(ReadOnlySpan<byte> json) =>
        _layout.PrefixLength > 0 && json.StartsWith(_bytes.AsSpan(0, _layout.ChoicesStart));

    private bool TryReadText(ReadOnlySpan<byte> json, out string text)
    {
        text = "";
        if (!_hasText) return false;
        var cached = _bytes.AsSpan(0, _length);
        var (start, end) = (_layout.Text.Start.Value, _layout.Text.End.Value);
        if (!json.StartsWith(cached[..start])) return false;
        json = json[start..];
        var length = LongTextReader.End(json, out var hasEscapes);
        if (length < 0) return false;
        var raw = json[..length];
        json = json[length..];
        cached = cached[end..];
        if (!_layout.Padding.Equals(default))
        {
            var between = cached[..(_layout.Padding.Start.Value - end)];
            if (!json.StartsWith(between)) return false;
            json = json[between.Length..];
            length = LongTextReader.End(json, out var hasPaddingEscapes);
            if (length < 0 || hasPaddingEscapes) return false;
            json = json[length..];
            cached = cached[(_layout.Padding.End.Value - end)..];
        }
        if (!json.SequenceEqual(cached)) return false;
        if (hasEscapes) return JsonStrings.TryDecode(raw, out text);
        text = Encoding.UTF8.GetString(raw);
        return true;
    }
}
