using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatCompletions;

/// <summary>
/// Joins characters whose UTF-8 bytes a server sent in two events, as it does where a token ends inside a character. Bytes that begin a
/// character at the end of a delta's text are held back until the next text of the same field.
/// </summary>
internal sealed class SplitCharacters
{
    /// <summary>In how many places bytes are held back: no answer has more choices with more calls at once.</summary>
    private const int MaxPlaces = 4096;

    private readonly Dictionary<(string Before, string After), (string Choice, byte[] Bytes)> _held = [];
    private readonly ArrayBufferWriter<byte> _joined = new();

    /// <summary>The event with its characters whole.</summary>
    /// <param name="json">The event.</param>
    /// <param name="before">Events that come before it: bytes of a choice that ends now and that no text followed.</param>
    /// <returns>The event itself, or a copy that is good until the next call.</returns>
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

    /// <summary>Takes the bytes that no text followed, as events of their own. In these they become replacement characters.</summary>
    /// <param name="choice">Of which choice; of all choices unless told.</param>
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

    /// <summary>How many bytes at the end of a text begin a character and do not end it.</summary>
    private static int OpenLength(ReadOnlySpan<byte> text)
    {
        for (var length = Math.Min(3, text.Length); length > 0; length--)
            if (Rune.DecodeFromUtf8(text[^length..], out _, out _) == OperationStatus.NeedMoreData) return length;
        return 0;
    }
}
