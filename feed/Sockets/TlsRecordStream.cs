using System.Buffers.Binary;
using System.Net.Sockets;

namespace LowLatencyMM.Feed.Sockets;

/// <summary>
/// What an SslStream stands on: a non-blocking socket, read ahead into a buffer and handed on in whole TLS records, one at a time.
/// </summary>
/// <remarks>
/// That lets a thread poll a TLS connection without being caught in it: <see cref="HasRecord"/> says whether the next read of the SslStream can
/// be served at once. Outside of that, reads wait up to <see cref="PatienceMs"/>. Reads and writes may be on two threads.
/// </remarks>
internal sealed class TlsRecordStream(Socket socket) : Stream
{
    private const int HeaderLength = 5;
    private const int MaxRecord = HeaderLength + 16384 + 2048;

    private readonly byte[] _buffer = new byte[4 * MaxRecord];
    private int _start;
    private int _end;
    private int _recordLeft;

    /// <summary>How long a read or write waits for the peer, milliseconds.</summary>
    public int PatienceMs { get; set; } = 10_000;

    /// <summary>
    /// Whether a read waits at all. After the handshake it need not: a record without data for the reader (a session ticket, new keys) makes the
    /// SslStream ask for the next one, which may be long in coming. It then gets a <see cref="NoRecordException"/>, and may be read again.
    /// </summary>
    public bool Waits { get; set; } = true;

    /// <summary>The peer closed its side.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>A whole record (or the rest of a begun one) is in the buffer.</summary>
    public bool HasRecord
    {
        get
        {
            int available = _end - _start;
            if (_recordLeft > 0)
                return available >= _recordLeft;
            return available >= HeaderLength && available >= RecordLength();
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes what the socket has, without waiting. Throws <see cref="IOException"/> if the connection broke.</summary>
    public void Fill()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_buffer.Length - _end < MaxRecord)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            return;
        int received = socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out SocketError error);
        if (error == SocketError.Success)
        {
            IsEnd |= received == 0;
            _end += received;
        }
        else if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
        {
            throw new IOException($"The connection broke ({error}).", new SocketException((int)error));
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_end == _start)
        {
            if (IsEnd)
                return 0;
            Await();
        }
        if (_recordLeft == 0)
        {
            // A header in parts: hand on what there is; the boundary is known with its fifth byte.
            _recordLeft = _end - _start >= HeaderLength ? RecordLength() : 0;
            if (_recordLeft == 0)
                return CompleteHeader(buffer);
        }
        int count = Math.Min(Math.Min(buffer.Length, _end - _start), _recordLeft);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _recordLeft -= count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int sent = socket.Send(buffer, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
                buffer = buffer[sent..];
            else if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
                throw new IOException($"The connection broke ({error}).", new SocketException((int)error));
            else if (!socket.Poll(PatienceMs * 1000, SelectMode.SelectWrite))
                throw new IOException($"The peer took nothing for {PatienceMs} ms.");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int CompleteHeader(Span<byte> buffer)
    {
        while (_end - _start < HeaderLength)
        {
            if (IsEnd)
                return 0;
            Await();
        }
        return Read(buffer);
    }

    private void Await()
    {
        if (!Waits)
        {
            int before = _end - _start;
            Fill();
            if (_end - _start == before && !IsEnd)
                throw new NoRecordException();
            return;
        }
        if (!socket.Poll(PatienceMs * 1000, SelectMode.SelectRead))
            throw new IOException($"The peer sent nothing for {PatienceMs} ms.");
        Fill();
    }

    private int RecordLength() => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 3));
}
