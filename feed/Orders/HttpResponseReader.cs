using System.Buffers.Text;
using LowLatencyMM.Feed.Sockets;

namespace LowLatencyMM.Feed.Orders;

/// <summary>Puts one HTTP/1.1 response together from received bytes (RFC 9112): Content-Length, chunked, or up to the connection's end.</summary>
/// <remarks>Hot path: no allocation. Requests are never pipelined, so at most one response is in the buffer.</remarks>
internal sealed class HttpResponseReader
{
    /// <summary>Longest response, head included. Answers to orders have a few hundred bytes.</summary>
    public const int MaxResponse = 64 * 1024;

    private readonly byte[] _buffer = new byte[MaxResponse + WireConnection.MinReceive];
    private readonly byte[] _chunks = new byte[MaxResponse];
    private int _length;
    private int _bodyStart;
    private int _bodyLength;
    private int _end;
    private bool _chunked;

    /// <summary>Where the next bytes go.</summary>
    public Span<byte> Free => _buffer.AsSpan(_length);

    /// <summary>Bytes of a response have arrived.</summary>
    public bool HasBytes => _length > 0;

    public int Status { get; private set; }

    /// <summary>Retry-After in milliseconds, from seconds or, by our clock, from a date; 0 if it is absent, past, or neither.</summary>
    public int RetryAfterMs { get; private set; }

    /// <summary>The connection may serve another request.</summary>
    public bool KeepAlive { get; private set; }

    public ReadOnlySpan<byte> Body => (_chunked ? _chunks : _buffer).AsSpan(_bodyStart, _bodyLength);

    public void Clear() => _length = 0;

    /// <summary>Drops the whole response; bytes behind it, which nobody asked for, stay.</summary>
    public void Consume()
    {
        _buffer.AsSpan(_end, _length - _end).CopyTo(_buffer);
        _length -= _end;
    }

    /// <summary>Takes <paramref name="received"/> bytes that were put into <see cref="Free"/>.</summary>
    public ResponseState Add(int received)
    {
        _length += received;
        return Read(ended: false);
    }

    /// <summary>The connection ended: a response that lasts until then is whole now.</summary>
    public ResponseState End() => Read(ended: true);

    private ResponseState Read(bool ended)
    {
        int at = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(at, _length - at);
            int headLength = rest.IndexOf("\r\n\r\n"u8);
            if (headLength < 0)
                return Pending();
            if (!TryReadHead(rest[..(headLength + 2)], out long contentLength))
                return ResponseState.Invalid;
            at += headLength + 4;
            // Interim responses precede the real one.
            if (Status is >= 100 and < 200)
                continue;
            return ReadBody(at, contentLength, ended);
        }
    }

    private ResponseState Pending() => _length > MaxResponse ? ResponseState.Invalid : ResponseState.Incomplete;

    private ResponseState ReadBody(int at, long contentLength, bool ended)
    {
        if (Status is 204 or 304)
            contentLength = 0;
        else if (_chunked)
            return ReadChunks(at);
        _chunked = false;
        _bodyStart = at;
        if (contentLength < 0)
        {
            KeepAlive = false;
            contentLength = _length - at;
            if (!ended)
                return Pending();
        }
        if (contentLength > MaxResponse - at)
            return ResponseState.Invalid;
        if (_length - at < contentLength)
            return ResponseState.Incomplete;
        _bodyLength = (int)contentLength;
        _end = at + _bodyLength;
        return ResponseState.Complete;
    }

    private ResponseState ReadChunks(int at)
    {
        _bodyStart = 0;
        _bodyLength = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(at, _length - at);
            int line = rest.IndexOf("\r\n"u8);
            if (line < 0)
                return Pending();
            if (!Utf8Parser.TryParse(rest[..line], out int size, out int used, 'x') || size < 0 || !IsEndOfSize(rest[..line], used))
                return ResponseState.Invalid;
            at += line + 2;
            if (size == 0)
                return ReadTrailers(at);
            if (size > MaxResponse - at)
                return ResponseState.Invalid;
            if (_length - at < size + 2)
                return Pending();
            if (_buffer[at + size] != '\r' || _buffer[at + size + 1] != '\n')
                return ResponseState.Invalid;
            _buffer.AsSpan(at, size).CopyTo(_chunks.AsSpan(_bodyLength));
            _bodyLength += size;
            at += size + 2;
        }
    }

    private static bool IsEndOfSize(ReadOnlySpan<byte> line, int used) => used == line.Length || line[used] is (byte)';' or (byte)' ';

    private ResponseState ReadTrailers(int at)
    {
        while (true)
        {
            int line = _buffer.AsSpan(at, _length - at).IndexOf("\r\n"u8);
            if (line < 0)
                return Pending();
            at += line + 2;
            if (line == 0)
            {
                _end = at;
                return ResponseState.Complete;
            }
        }
    }

    /// <summary>Reads status line and headers; each line, the last too, ends with CR LF. Content length -1: not given.</summary>
    private bool TryReadHead(ReadOnlySpan<byte> head, out long contentLength)
    {
        contentLength = -1;
        RetryAfterMs = 0;
        _chunked = false;
        // "HTTP/1.1 200"
        if (head.Length < 12 || !head.StartsWith("HTTP/1."u8) || head[8] != ' ')
            return false;
        if (!Utf8Parser.TryParse(head.Slice(9, 3), out int status, out int used) || used != 3)
            return false;
        Status = status;
        KeepAlive = head[7] == '1';
        head = head[(head.IndexOf("\r\n"u8) + 2)..];
        while (!head.IsEmpty)
        {
            int lineLength = head.IndexOf("\r\n"u8);
            if (!TryReadHeader(head[..lineLength], ref contentLength))
                return false;
            head = head[(lineLength + 2)..];
        }
        return true;
    }

    private bool TryReadHeader(ReadOnlySpan<byte> line, ref long contentLength)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return false;
        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (Is(name, "content-length"u8))
            return TryReadLength(value, ref contentLength);
        if (Is(name, "transfer-encoding"u8))
        {
            _chunked = Is(value, "chunked"u8);
            return _chunked;
        }
        if (Is(name, "connection"u8))
            ReadConnection(value);
        else if (Is(name, "retry-after"u8))
            RetryAfterMs = ReadRetryAfter(value);
        return true;
    }

    /// <summary>A second length that is another one leaves open where the answer ends.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> value, ref long contentLength)
    {
        long known = contentLength;
        return Utf8Parser.TryParse(value, out contentLength, out int used) && used == value.Length && contentLength >= 0
            && (known < 0 || known == contentLength);
    }

    /// <summary>A list of options, in any case and order.</summary>
    private void ReadConnection(ReadOnlySpan<byte> value)
    {
        bool keeps = KeepAlive;
        bool closes = false;
        foreach (Range part in value.Split((byte)','))
        {
            ReadOnlySpan<byte> option = value[part].Trim(" \t"u8);
            closes |= Is(option, "close"u8);
            keeps |= Is(option, "keep-alive"u8);
        }
        KeepAlive = keeps && !closes;
    }

    private static int ReadRetryAfter(ReadOnlySpan<byte> value)
    {
        double ms = 0;
        if (Utf8Parser.TryParse(value, out int seconds, out int used) && used == value.Length)
            ms = seconds * 1000.0;
        else if (Utf8Parser.TryParse(value, out DateTimeOffset at, out used, 'R') && used == value.Length)
            ms = (at - DateTimeOffset.UtcNow).TotalMilliseconds;
        return (int)Math.Clamp(ms, 0, int.MaxValue);
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length != lowerCase.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if ((c is >= (byte)'A' and <= (byte)'Z' ? c | 0x20 : c) != lowerCase[i])
                return false;
        }
        return true;
    }
}
