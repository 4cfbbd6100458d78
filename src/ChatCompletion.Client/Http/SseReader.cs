using System.Buffers;
using System.Text;

namespace ChatCompletions;

/// <summary>
/// Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) from a stream of bytes. Beyond the standard,
/// an event that is pending at the end of the bytes counts, <c>error:</c> is a field, and lines that are not fields are kept for an error
/// message. An event whose data is one line is not copied.
/// </summary>
internal sealed class SseReader : IDisposable
{
    /// <summary>More than a message shows, so that secrets are masked before the text is cut.</summary>
    private const int MaxNonFieldBytes = 4096;

    private readonly Func<Memory<byte>, ValueTask<int>> _read;
    private readonly int _maxEventBytes;
    private readonly ArrayBufferWriter<byte> _joined = new();
    private readonly StringBuilder _nonField = new();
    private int _nonFieldBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _lineStart;
    private int _scanned;
    private int _end;
    private bool _swallowLineFeed;
    private bool _atStart = true;
    private bool _ended;

    private Range _data;
    private int _dataLines;
    private bool _isError;
    private bool _isWhole;

    /// <summary>Creates a reader.</summary>
    /// <param name="read">Reads the next bytes into the memory it is given; 0 at the end.</param>
    /// <param name="maxEventBytes">How long a line or an event may be.</param>
    public SseReader(Func<Memory<byte>, ValueTask<int>> read, int maxEventBytes)
    {
        _read = read;
        _maxEventBytes = maxEventBytes;
    }

    /// <summary>The kind of the current event.</summary>
    public SseEventKind Kind { get; private set; }

    /// <summary>The data of the current event, valid until the next read.</summary>
    public ReadOnlySpan<byte> Data => _dataLines == 1 ? _buffer.AsSpan(_data) : _joined.WrittenSpan;

    /// <summary>Whether the bytes ended before the empty line that ends the current event.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Lines that are not fields, such as an error text that a server wrote into the stream.</summary>
    public string NonFieldText => _nonField.ToString().Trim();

    /// <summary>Moves to the next event.</summary>
    /// <returns><see langword="false"/> at the end of the bytes.</returns>
    /// <exception cref="ChatProtocolException">A line or an event exceeds the limit.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        while (!TryRead())
        {
            if (_ended) return IsOpen = _isWhole = Dispatch();
            await FillAsync().ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Moves to the next event if all of it has arrived.</summary>
    /// <exception cref="ChatProtocolException">The event exceeds the limit.</exception>
    public bool TryRead()
    {
        if (_isWhole)
        {
            _isWhole = false;
            _dataLines = 0;
            _isError = false;
            _joined.ResetWrittenCount();
        }
        while (NextLine(out var line))
            if (TakeLine(line)) return _isWhole = true;
        return false;
    }

    /// <summary>Returns the buffer to the pool.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>
    /// Finds the next line in the buffer. A carriage return ends a line at once, and a line feed right after it is skipped.
    /// </summary>
    private bool NextLine(out Range line)
    {
        if (_swallowLineFeed && _lineStart < _end)
        {
            _swallowLineFeed = false;
            if (_buffer[_lineStart] == (byte)'\n') _lineStart++;
        }
        _scanned = Math.Max(_scanned, _lineStart);
        var found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (found < 0)
        {
            _scanned = _end;
            line = _lineStart.._end;
            if (!_ended || _lineStart == _end) return false;
            _lineStart = _end;
            return true;
        }
        var lineEnd = _scanned + found;
        line = _lineStart..lineEnd;
        _swallowLineFeed = _buffer[lineEnd] == (byte)'\r';
        _lineStart = _scanned = lineEnd + 1;
        return true;
    }

    /// <summary>Processes one line.</summary>
    /// <returns>Whether it completes an event.</returns>
    private bool TakeLine(Range range)
    {
        var line = _buffer.AsSpan(range);
        if (_atStart)
        {
            _atStart = false;
            if (line.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
                range = (range.Start.Value + 3)..range.End;
            }
        }
        if (line.IsEmpty) return Dispatch();

        var colon = line.IndexOf((byte)':');
        if (colon == 0) return false;
        var name = colon < 0 ? line : line[..colon];
        var valueStart = colon < 0 ? line.Length : colon + (colon + 1 < line.Length && line[colon + 1] == (byte)' ' ? 2 : 1);
        var value = line[valueStart..];

        if (name.SequenceEqual("data"u8))
        {
            AddData((range.Start.Value + valueStart)..range.End);
            return value.SequenceEqual("[DONE]"u8) && Dispatch();
        }
        if (name.SequenceEqual("error"u8) && colon > 0)
        {
            _isError = true;
            AddData((range.Start.Value + valueStart)..range.End);
        }
        else if (name.SequenceEqual("event"u8)) _isError |= value.SequenceEqual("error"u8);
        else if (!name.SequenceEqual("id"u8) && !name.SequenceEqual("retry"u8)) KeepNonField(line);
        return false;
    }

    private void AddData(Range range)
    {
        _dataLines++;
        if (_dataLines == 1)
        {
            _data = range;
            return;
        }
        if (_dataLines == 2) _joined.Write(_buffer.AsSpan(_data));
        _joined.Write("\n"u8);
        _joined.Write(_buffer.AsSpan(range));
        if (_joined.WrittenCount > _maxEventBytes) throw TooLong();
    }

    private bool Dispatch()
    {
        if (_dataLines == 0)
        {
            _isError = false;
            return false;
        }
        Kind = _isError ? SseEventKind.Error : Data.StartsWith("[DONE]"u8) ? SseEventKind.Done : SseEventKind.Data;
        return true;
    }

    private void KeepNonField(ReadOnlySpan<byte> line)
    {
        var room = MaxNonFieldBytes - _nonFieldBytes;
        if (room <= 0) return;
        _nonFieldBytes += line.Length + 1;
        _nonField.Append(Encoding.UTF8.GetString(line[..Math.Min(line.Length, room)])).Append('\n');
    }

    /// <summary>Reads more bytes. Moves the needed bytes to the front of the buffer, or into a larger one.</summary>
    private async ValueTask FillAsync()
    {
        if (_end == _buffer.Length) MakeRoom();
        var count = await _read(_buffer.AsMemory(_end)).ConfigureAwait(false);
        _ended = count == 0;
        _end += count;
    }

    /// <summary>Keeps the pending event and the line that has begun, and drops the lines between them, such as comments.</summary>
    private void MakeRoom()
    {
        var data = _dataLines == 1 ? _buffer.AsSpan(_data) : default;
        var line = _buffer.AsSpan(_lineStart, _end - _lineStart);
        var kept = data.Length + line.Length;
        if (kept > _maxEventBytes) throw TooLong();
        var target = kept > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        data.CopyTo(target);
        line.CopyTo(target.AsSpan(data.Length));
        if (!ReferenceEquals(target, _buffer))
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }
        if (_dataLines == 1) _data = 0..data.Length;
        _scanned -= _lineStart - data.Length;
        _lineStart = data.Length;
        _end = kept;
    }

    private ChatProtocolException TooLong() =>
        new($"The server sent an event of more than {_maxEventBytes / (1024 * 1024)} MiB. "
            + "Nothing that long is an answer; the connection was closed.");
}
