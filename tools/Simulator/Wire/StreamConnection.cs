using System.Buffers.Text;
using System.Diagnostics;
using System.Net.WebSockets;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// One subscriber: numbers its frames and writes them to its socket in order, each not before it is due. Frames come from the
/// simulation's thread, which also sends as long as the socket takes the bytes at once.
/// </summary>
internal sealed class StreamConnection(WebSocket socket, StreamKind kind)
{
    private const int LongestBacklog = 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<(Frame? Frame, byte[]? Raw, long Seq, long Due)> _queue = new();
    private readonly CancellationTokenSource _closed = new();
    private byte[] _buffer = new byte[4096];
    private long _seq;
    private bool _sending;
    private bool _stalled;

    public StreamKind Kind => kind;

    /// <summary>Ends when the connection was given up by this side.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Queues a frame with the next number.</summary>
    /// <param name="frame">The frame; a reference is taken.</param>
    /// <param name="due">Earliest time to send it, as a <see cref="Stopwatch"/> timestamp.</param>
    public void Send(Frame frame, long due)
    {
        frame.Retain();
        Enqueue(frame, null, ++_seq, due);
    }

    /// <summary>Queues bytes as they are, without a number.</summary>
    public void SendRaw(byte[] message) => Enqueue(null, message, 0, 0);

    /// <summary>Uses up the next number without sending anything: a hole.</summary>
    public void Skip() => _seq++;

    /// <summary>Holds frames back, or lets them go again in order.</summary>
    public void Stall(bool stalled)
    {
        lock (_gate)
        {
            _stalled = stalled;
            if (_stalled || _sending || _queue.Count == 0)
                return;
            _sending = true;
        }
        _ = SendQueuedAsync();
    }

    /// <summary>Drops the connection without a closing handshake.</summary>
    public void Abort()
    {
        _closed.Cancel();
        socket.Abort();
        lock (_gate)
            DropQueue();
    }

    private void Enqueue(Frame? frame, byte[]? raw, long seq, long due)
    {
        bool tooSlow;
        lock (_gate)
        {
            if (_closed.IsCancellationRequested)
            {
                frame?.Release();
                return;
            }
            _queue.Enqueue((frame, raw, seq, due));
            tooSlow = _queue.Count > LongestBacklog;
            if (!tooSlow && (_sending || _stalled))
                return;
            _sending = true;
        }
        if (tooSlow)
            Abort();
        else
            _ = SendQueuedAsync();
    }

    private async Task SendQueuedAsync()
    {
        try
        {
            while (TryDequeue(out (Frame? Frame, byte[]? Raw, long Seq, long Due) next))
            {
                ReadOnlyMemory<byte> message = next.Raw ?? Complete(next.Frame!, next.Seq);
                TimeSpan early = next.Due == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next.Due);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, _closed.Token).ConfigureAwait(false);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _closed.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The peer is gone, or this side gave up: the frames that are left have nobody to go to.
            Abort();
        }
    }

    private bool TryDequeue(out (Frame? Frame, byte[]? Raw, long Seq, long Due) next)
    {
        lock (_gate)
        {
            if (!_stalled && _queue.TryDequeue(out next))
                return true;
            _sending = false;
            next = default;
            return false;
        }
    }

    private ReadOnlyMemory<byte> Complete(Frame frame, long seq)
    {
        ReadOnlySpan<byte> body = frame.Text.Written;
        if (_buffer.Length < body.Length + 24)
            _buffer = new byte[body.Length * 2];
        body.CopyTo(_buffer);
        Utf8Formatter.TryFormat(seq, _buffer.AsSpan(body.Length), out int digits);
        int length = body.Length + digits;
        _buffer[length++] = (byte)'}';
        frame.Release();
        return _buffer.AsMemory(0, length);
    }

    private void DropQueue()
    {
        while (_queue.TryDequeue(out (Frame? Frame, byte[]? Raw, long Seq, long Due) dropped))
            dropped.Frame?.Release();
    }
}
