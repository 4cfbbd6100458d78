using System.Text;

namespace ScriptedServers;

/// <summary>The bytes of one connection that have been received and not yet been read.</summary>
internal sealed class Inbox
{
    private readonly object _sync = new();
    private byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;
    private bool _closed;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_sync)
        {
            if (_buffer.Length - _end < bytes.Length)
            {
                MakeRoom(bytes.Length);
            }

            bytes.CopyTo(_buffer.AsSpan(_end));
            _end += bytes.Length;
            Monitor.PulseAll(_sync);
        }
    }

    /// <summary>No more bytes will come; readers get what is there and then null.</summary>
    public void Close()
    {
        lock (_sync)
        {
            _closed = true;
            Monitor.PulseAll(_sync);
        }
    }

    /// <summary>A line without its line end; null when the connection ends before the line does.</summary>
    public string? ReadLine()
    {
        lock (_sync)
        {
            int seen = 0;
            while (true)
            {
                int length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    string line = Encoding.Latin1.GetString(_buffer, _start, seen + length);
                    _start += seen + length + 1;
                    return line.EndsWith('\r') ? line[..^1] : line;
                }

                seen = _end - _start;
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_sync);
            }
        }
    }

    /// <summary>So many bytes; null when the connection ends before.</summary>
    public byte[]? Read(int count)
    {
        lock (_sync)
        {
            while (_end - _start < count)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_sync);
            }

            byte[] bytes = _buffer.AsSpan(_start, count).ToArray();
            _start += count;
            return bytes;
        }
    }

    private void MakeRoom(int count)
    {
        int length = _end - _start;
        byte[] target = length + count <= _buffer.Length ? _buffer : new byte[Math.Max(2 * _buffer.Length, length + count)];
        Buffer.BlockCopy(_buffer, _start, target, 0, length);
        _buffer = target;
        _start = 0;
        _end = length;
    }
}
