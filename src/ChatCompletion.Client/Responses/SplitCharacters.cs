using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>
/// Joins characters whose UTF-8 bytes are split between two events, because a token ends inside a character. The first bytes of such a
/// character are held back until the next text of the same field.
/// </summary>
internal sealed class SplitCharacters
{
    /// <summary>The maximal number of fields with held bytes. No real answer has more open choices and calls.</summary>
    private const int MaxPlaces = 4096;

    private readonly Dictionary<(string Before, string After), (string Choice, byte[] Bytes)> _held = [];
    private readonly ArrayBufferWriter<byte> _joined = new();

    /// <summary>Completes the characters of an event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="before">Events to read first: held bytes of choices that this event ends.</param>
    /// <returns>The event itself, or a copy that is valid until the next call.</returns>
    public ReadOnlySpan<byte> Join(ReadOnlySpan<byte> json, out List<byte[]>? before)
    {
        before = null;
        if (_held.Count == 0 && Utf8.IsValid(json)) return json;
        List<DeltaText> texts;
        try
        {
            texts = DeltaText.Find(json);
        }
        catch (JsonException)
        {
            return json;
        }
        _joined.ResetWrittenCount();
        var copied = 0;
        foreach (var text in texts)
        {
            if (text.Range.Equals(default)) continue;
            _joined.Write(json[copied..text.Range.Start.Value]);
            WriteJoined(json[text.Range], text);
            copied = text.Range.End.Value;
        }
        foreach (var text in texts)
            if (text.IsLast) before = [.. before ?? [], .. Release(text.Choice)];
        if (copied == 0) return json;
        _joined.Write(json[copied..]);
        return _joined.WrittenSpan;
    }

    /// <summary>Releases held bytes as separate events, in which they become replacement characters.</summary>
    /// <param name="choice">The choice; <see langword="null"/> for all choices.</param>
    public List<byte[]> Release(string? choice = null)
    {
        var events = new List<byte[]>();
        foreach (var (place, held) in _held)
        {
            if (choice is not null && held.Choice != choice) continue;
            events.Add([.. Encoding.UTF8.GetBytes(place.Before), .. held.Bytes, .. Encoding.UTF8.GetBytes(place.After)]);
            _held.Remove(place);
        }
        return events;
    }

    private void WriteJoined(ReadOnlySpan<byte> text, in DeltaText found)
    {
        var place = (found.Before, found.After);
        if (_held.Remove(place, out var held)) text = (byte[])[.. held.Bytes, .. text];
        var open = found.IsLast || _held.Count == MaxPlaces ? 0 : OpenLength(text);
        if (open > 0) _held[place] = (found.Choice, text[^open..].ToArray());
        _joined.Write(text[..^open]);
    }

    /// <summary>Gets the length of the incomplete character at the end of a text, in bytes.</summary>
    private static int OpenLength(ReadOnlySpan<byte> text)
    {
        for (var length = Math.Min(3, text.Length); length > 0; length--)
            if (Rune.DecodeFromUtf8(text[^length..], out _, out _) == OperationStatus.NeedMoreData) return length;
        return 0;
    }
}
