using System.Buffers.Text;
using System.Net.Sockets;
using System.Net.WebSockets;
using LowLatencyMM.Simulator.Faulting;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>
/// One socket: numbers its frames and writes them in order, each not before it is due. Frames come from the simulation's thread,
/// which also sends as long as the socket takes the bytes at once; it never waits for a socket: what one does not take is queued, and
/// goes out from another thread.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="transport">The socket under it, if it is known.</param>
/// <param name="id">Number of the connection, from 1.</param>
/// <param name="firstSeq">Number of its first frame: 1 in v1, 0 in v2.</param>
/// <param name="faults">What goes wrong on it.</param>
/// <param name="log">Where that is noted.</param>
/// <param name="feedLog">Where frames and their times are noted; null if nowhere.</param>
internal sealed class StreamConnection(
    WebSocket socket, Socket? transport, int id, long firstSeq, ConnectionFaults faults, FaultLog log, FeedLog? feedLog)
{
    private const int LongestBacklog = 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _queue = new();
    private readonly CancellationTokenSource _closed = new();
    private byte[] _buffer = new byte[4096];
    private long _nextSeq = firstSeq;
    private bool _sending;
    private bool _stalled;
    private bool _halfClosed;

    /// <summary>A frame with its number, or bytes without one; times on the monotonic clock.</summary>
    private readonly record struct Entry(Frame? Frame, Subscription? To, byte[] Raw, long Seq, long IntendedNs, long DueNs);

    /// <summary>Number of the connection, from 1 in the order of arrival.</summary>
    public int Id => id;

    /// <summary>The number that the next frame gets.</summary>
    public long NextSeq => _nextSeq;

    /// <summary>Ends when the connection was given up by this side.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Queues a frame with the next number.</summary>
    /// <param name="frame">The frame; a reference is taken.</param>
    /// <param name="to">The topic that it belongs to.</param>
    /// <param name="intendedNs">When it should leave by the schedule, monotonic.</param>
    /// <param name="delayNs">How long it is held back from now on; 0 not at all.</param>
    public void Send(Frame frame, Subscription to, long intendedNs, long delayNs)
    {
        frame.Retain();
        Enqueue(new Entry(frame, to, to.End, _nextSeq++, intendedNs, delayNs == 0 ? 0 : SimulationSchedule.NowNs() + delayNs));
    }

    /// <summary>Queues bytes as they are, without a number.</summary>
    public void SendRaw(byte[] message) => Enqueue(new Entry(null, null, message, 0, 0, 0));

    /// <summary>Whether the next frame is left out by the plan.</summary>
    public bool DropsFrame() => faults.DropsFrame();

    /// <summary>Uses up the next number without sending anything: a hole.</summary>
    public void Skip(Subscription to, long timeMs, long intendedNs)
    {
        feedLog?.Add(id, to, _nextSeq, intendedNs, sentNs: 0);
        Note(FaultKind.FrameDropped, to.Name, timeMs, _nextSeq++);
    }

    /// <summary>A second of exchange time has passed; the plan may stall, half-close or break the connection.</summary>
    public void Tick(string topic, long timeMs)
    {
        (FaultKind Fault, int Seconds)? drawn = faults.Tick(out bool stallEnds);
        if (stallEnds)
            Stall(false);
        if (drawn is not { } found)
            return;
        Note(found.Fault, topic, timeMs, _nextSeq, TimeSpan.FromSeconds(found.Seconds));
        if (found.Fault == FaultKind.StreamStalled)
            Stall(true);
        else if (found.Fault == FaultKind.StreamHalfClosed)
            HalfClose();
        else
            Abort();
    }

    /// <summary>Notes a fault of this connection.</summary>
    public void Note(FaultKind kind, string topic, long timeMs, long seq, TimeSpan duration = default) =>
        log.Add(new InjectedFault(kind, timeMs, id, topic, seq, duration));

    /// <summary>Shuts this side of the connection without a closing handshake: nothing more is sent, the client's side stays open.</summary>
    public void HalfClose()
    {
        lock (_gate)
        {
            _halfClosed = true;
            DropQueue();
        }
        try
        {
            transport?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client was faster: the connection is gone altogether.
        }
    }

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

    private void Enqueue(in Entry entry)
    {
        bool tooSlow;
        lock (_gate)
        {
            if (_closed.IsCancellationRequested || _halfClosed)
            {
                Drop(entry);
                return;
            }
            _queue.Enqueue(entry);
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
            while (TryDequeue(out Entry next))
            {
                ReadOnlyMemory<byte> message = next.Frame is null ? next.Raw : Complete(next.Frame, next.Seq, next.Raw);
                TimeSpan early = next.DueNs == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds((next.DueNs - SimulationSchedule.NowNs()) / 1e3);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, _closed.Token).ConfigureAwait(false);
                if (next.To is not null)
                    feedLog?.Add(id, next.To, next.Seq, next.IntendedNs, SimulationSchedule.NowNs());
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

    private bool TryDequeue(out Entry next)
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

    private ReadOnlyMemory<byte> Complete(Frame frame, long seq, byte[] end)
    {
        ReadOnlySpan<byte> body = frame.Text.Written;
        if (_buffer.Length < body.Length + 24 + end.Length)
            _buffer = new byte[(body.Length + end.Length) * 2];
        body.CopyTo(_buffer);
        Utf8Formatter.TryFormat(seq, _buffer.AsSpan(body.Length), out int digits);
        end.CopyTo(_buffer, body.Length + digits);
        frame.Release();
        return _buffer.AsMemory(0, body.Length + digits + end.Length);
    }

    private void DropQueue()
    {
        while (_queue.TryDequeue(out Entry dropped))
            Drop(dropped);
    }

    private void Drop(in Entry entry)
    {
        entry.Frame?.Release();
        if (entry.To is not null)
            feedLog?.Add(id, entry.To, entry.Seq, entry.IntendedNs, sentNs: 0);
    }
}
