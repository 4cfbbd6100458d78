using System.Text.Json;

namespace ChatCompletions;

/// <summary>
/// How the last event began, up to its choices. Most servers begin every event of a stream with the same bytes, which then
/// need not be read again: reading goes on behind them.
/// </summary>
internal sealed class RepeatedHead
{
    private const int MaxBytes = 1024;

    private byte[] _bytes = [];
    private int _length;
    private JsonReaderState _state;

    /// <summary>What the head says.</summary>
    public HeaderFields Said { get; private set; }

    /// <summary>Keeps a head.</summary>
    /// <param name="json">The event.</param>
    /// <param name="reader">Stands on the name of the choices.</param>
    /// <param name="said">What was said before it.</param>
    public void Keep(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, in HeaderFields said)
    {
        _length = 0;
        if (reader.BytesConsumed > MaxBytes) return;
        _length = (int)reader.BytesConsumed;
        if (_bytes.Length < _length) _bytes = new byte[_length];
        json[.._length].CopyTo(_bytes);
        _state = reader.CurrentState;
        Said = said;
    }

    /// <summary>Whether an event begins with the kept head.</summary>
    /// <param name="json">The event.</param>
    /// <param name="reader">Reads on behind the head, or else from the beginning.</param>
    public bool Begins(ReadOnlySpan<byte> json, out Utf8JsonReader reader)
    {
        var begins = _length > 0 && json.StartsWith(_bytes.AsSpan(0, _length));
        reader = begins ? new Utf8JsonReader(json[_length..], isFinalBlock: true, _state) : new Utf8JsonReader(json, JsonText.ReaderOptions);
        return begins;
    }
}
