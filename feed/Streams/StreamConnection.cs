using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Sockets;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// A stream's life: connect, read, reconnect. Everything but the opening of a connection (which may take seconds) happens on the
/// thread that steps it, and so do all calls of the sink.
/// </summary>
internal sealed class StreamConnection<TReader> : ExtendedStream
    where TReader : struct, IFrameReader
{
    private const int RestMs = 100;
    private const int EndingRestMs = 10;
    private const int CloseGraceMs = 250;

    // Long enough for the rest of the longest message; nobody waits for it.
    private const int EndingGraceMs = 2_000;

    private readonly StreamOptions _options;
    private readonly Uri _address;
    private readonly SecretText? _apiKey;
    private readonly WallClock _clock;
    private readonly Backoff _backoff;
    private readonly long _idleNs;
    private Handler _handler;
    private WebSocketConnection? _socket;

    // The connection before, which was told that it is over, until its peer has ended it too.
    private WebSocketConnection? _ending;
    private long _endingUntilNs;
    private Task<WebSocketConnection>? _opening;
    private long _retryAtNs;
    private long _connectedNs;
    private volatile bool _isConnected;
    private volatile bool _reconnect;

    public StreamConnection(StreamOptions options, Uri address, SecretText? apiKey, WallClock clock, TReader reader)
    {
        _options = options;
        _address = address;
        _apiKey = apiKey;
        _clock = clock;
        _handler = new Handler { Reader = reader };
        _backoff = new Backoff(options.FirstRetry, options.LastRetry, unchecked(options.JitterSeed * 31 + (int)reader.Kind));
        _idleNs = (long)(options.IdleTimeout.TotalMilliseconds * 1e6);
    }

    public override StreamKind Kind => _handler.Reader.Kind;

    public override FeedCounters Counters => _handler.Reader.Counters;

    public override bool IsConnected => _isConnected;

    public override void Reconnect() => _reconnect = true;

    public override void Take(ReadOnlySpan<byte> bytes)
    {
        if (_socket is null)
        {
            _handler.Epoch++;
            _socket = new WebSocketConnection(_clock);
        }
        _socket.Take(bytes);
        Step();
    }

    internal override Socket? Socket => _socket?.Socket;

    internal override bool HasBacklog => _socket is { HasBacklog: true };

    /// <inheritdoc/>
    /// <remarks>Never inlined: what <see cref="Take"/> rehearses must be the code that the poller calls, not a copy.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal override bool Step()
    {
        if (_ending is not null)
            StepEnding();
        if (_socket is null)
        {
            StepConnect();
            return false;
        }
        PumpResult result = _socket.Pump(ref _handler);
        if (result == PumpResult.Received)
            return true;
        if (result == PumpResult.Idle)
            WorkIdle();
        else
            Disconnect(result == PumpResult.HandlerStopped ? _handler.Verdict : ReasonOf(result), _socket.CloseCode, _socket.Detail);
        return false;
    }

    internal override long Touch() => _socket is { } socket ? _handler.Reader.Touch(socket.LastMessage) : 0;

    internal override void Rest(ManualResetEventSlim stop)
    {
        int most = _ending is null ? RestMs : EndingRestMs;
        if (_socket is not null)
            _socket.WaitReadable(most);
        else if (_opening is not null)
            ((IAsyncResult)_opening).AsyncWaitHandle.WaitOne(most);
        else
            stop.Wait((int)Math.Clamp((_retryAtNs - _clock.NowNs()) / 1_000_000, 1, most));
    }

    internal override void Close()
    {
        if (_socket is not null)
        {
            _socket.SendClose(1000);
            AwaitPeerClose(_socket);
        }
        _endingUntilNs = Math.Min(_endingUntilNs, _clock.NowNs() + (CloseGraceMs * 1_000_000L));
        while (_ending is not null)
        {
            _ending.WaitReadable(EndingRestMs);
            StepEnding();
        }
        Abort();
        Tell(ConnectionState.Disconnected, DisconnectReason.Stopped, 0, retryInMs: -1, null);
    }

    internal override void Abort()
    {
        _opening?.ContinueWith(
            static opening => opening.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        _opening = null;
        _ending?.Dispose();
        _ending = null;
        if (_socket is not null)
            Release();
    }

    private void StepEnding()
    {
        if (_ending!.Discard() && _clock.NowNs() < _endingUntilNs)
            return;
        _ending.Dispose();
        _ending = null;
    }

    private void StepConnect()
    {
        if (_opening is null)
        {
            if (_clock.NowNs() < _retryAtNs)
                return;
            _handler.Epoch++;
            Tell(ConnectionState.Connecting, DisconnectReason.None, 0, 0, null);
            // A thread of its own: opening blocks, and a pool has few threads, on which whoever answers may be waiting too.
            _opening = Task.Factory.StartNew(Open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return;
        }
        if (!_opening.IsCompleted)
            return;
        Task<WebSocketConnection> opened = _opening;
        _opening = null;
        if (opened.IsCompletedSuccessfully)
        {
            _socket = opened.Result;
            _reconnect = false;
            _handler.Reader.Restart();
            _connectedNs = _clock.NowNs();
            _isConnected = true;
            _handler.Reader.Opened(_socket);
            Tell(ConnectionState.Connected, DisconnectReason.None, 0, 0, null);
            return;
        }
        Exception error = opened.Exception!.InnerException!;
        var known = error as ExtendedException;
        DisconnectReason reason = known?.Kind == ExtendedErrorKind.Authentication ? DisconnectReason.Authentication : DisconnectReason.ConnectFailed;
        Retry(reason, known?.HttpStatus ?? 0, error.Message);
    }

    private WebSocketConnection Open()
    {
        WireEndpoint endpoint = WireEndpoint.From(_address, _options.CertificateValidation);
        WireConnection wire = WireConnection.Open(in endpoint, _options.ConnectTimeout);
        try
        {
            byte[] rest = WebSocketHandshake.Upgrade(
                wire, endpoint.HostHeader, _address.PathAndQuery, _options.UserAgent, _apiKey, _options.ConnectTimeout);
            return new WebSocketConnection(wire, _clock, rest);
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    private void WorkIdle()
    {
        long nowNs = _clock.NowNs();
        if (_reconnect)
            Disconnect(DisconnectReason.Distrusted, 0, null);
        else if (nowNs - _socket!.LastReceiveNs > _idleNs)
            Disconnect(DisconnectReason.IdleTimeout, 0, null);
        else
            _handler.Reader.Work(nowNs);
    }

    private void Disconnect(DisconnectReason reason, int closeCode, string? detail)
    {
        if (reason is DisconnectReason.Sequence or DisconnectReason.FrameRejected or DisconnectReason.Distrusted)
            _socket!.SendClose(1000);
        else if (reason is DisconnectReason.ProtocolError)
            _socket!.SendClose(1002);
        else if (reason is DisconnectReason.MessageTooLarge)
            _socket!.SendClose(1009);
        if (_handler.Delivered && _clock.NowNs() - _connectedNs > _options.HealthyAfter.TotalMilliseconds * 1e6)
            _backoff.Reset();
        if (reason is DisconnectReason.Broken or DisconnectReason.IdleTimeout)
            Release();
        else
            End();
        Retry(reason, closeCode, detail);
    }

    private void Retry(DisconnectReason reason, int code, string? detail)
    {
        int pause = _backoff.NextMs();
        _retryAtNs = _clock.NowNs() + pause * 1_000_000L;
        Tell(ConnectionState.Disconnected, reason, code, pause, detail);
    }

    /// <summary>The peer was told, or told us, that it is over: it may end the connection itself, while the next one is made.</summary>
    private void End()
    {
        _ending?.Dispose();
        _ending = _socket;
        _endingUntilNs = _clock.NowNs() + EndingGraceMs * 1_000_000L;
        _ending!.EndSending();
        Forget();
    }

    private void Release()
    {
        _socket!.Dispose();
        Forget();
    }

    private void Forget()
    {
        _isConnected = false;
        _socket = null;
        _handler.Delivered = false;
    }

    private void AwaitPeerClose(WebSocketConnection socket)
    {
        long deadline = _clock.NowNs() + CloseGraceMs * 1_000_000L;
        var drain = new Drain();
        while (_clock.NowNs() < deadline && socket.Pump(ref drain) is PumpResult.Idle or PumpResult.Received)
            socket.WaitReadable(10);
    }

    private void Tell(ConnectionState state, DisconnectReason reason, int closeCode, int retryInMs, string? detail) =>
        _handler.Reader.OnConnection(new ConnectionChange(
            Kind, _handler.Reader.Market, _handler.Epoch, _clock.NowNs(), state, reason, closeCode, retryInMs, detail));

    private static DisconnectReason ReasonOf(PumpResult result) => result switch
    {
        PumpResult.Closed => DisconnectReason.ClosedByPeer,
        PumpResult.ProtocolError => DisconnectReason.ProtocolError,
        PumpResult.TooLarge => DisconnectReason.MessageTooLarge,
        _ => DisconnectReason.Broken,
    };

    private struct Handler : IWebSocketHandler
    {
        public TReader Reader;
        public int Epoch;
        public bool Delivered;
        public DisconnectReason Verdict;

        public bool OnMessage(ReadOnlySpan<byte> payload, bool isText, long receiveNs)
        {
            Verdict = Reader.Read(payload, isText, Epoch, receiveNs);
            Delivered |= Verdict == DisconnectReason.None;
            return Verdict == DisconnectReason.None;
        }
    }

    private struct Drain : IWebSocketHandler
    {
        public readonly bool OnMessage(ReadOnlySpan<byte> payload, bool isText, long receiveNs) => true;
    }
}
