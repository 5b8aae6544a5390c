namespace CloudCourse.Sandbox;

/// <summary>Lines from a pipe, none longer than agreed.</summary>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start, _end;

    /// <summary>Something was read beyond the last line.</summary>
    public bool HasUnread => _start < _end;

    /// <summary>The next line without its end, valid until the next call; null when the other side has closed.</summary>
    /// <exception cref="ProtocolException">The line is too long, or the last one has no end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancel)
    {
        var searched = _start;
        while (true)
        {
            var newline = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (newline >= 0)
            {
                var line = _buffer.AsMemory(_start, newline - _start);
                _start = newline + 1;
                return line;
            }
            if (_end - _start > maxBytes) throw new ProtocolException("a line is too long");
            MakeRoom();
            searched = _end;
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (count == 0) return _start == _end ? null : throw new ProtocolException("the last line has no end");
            _end += count;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}

/// <summary>The environment said what it must not: it is ended, and whatever it claimed does not count.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
