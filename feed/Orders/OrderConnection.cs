using LowLatencyMM.Feed.Sockets;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// One kept-alive HTTP/1.1 connection: written by the sender's thread, read, kept alive and connected anew by a thread of its own. One
/// request is under way at most.
/// </summary>
/// <remarks>
/// The two threads meet in one word. Ready → InFlight is the sender's; InFlight → Ready is the reader's when the answer is whole; any → Down
/// is who notices the break. Whoever takes InFlight away owns the pending token: so each request that was sent has exactly one end.
/// </remarks>
internal sealed class OrderConnection<TSink>
    where TSink : struct, IAnswerSink
{
    private const int Down = 0;
    private const int Ready = 1;
    private const int InFlight = 2;
    private const int RestMs = 50;
    private const int TooManyRequests = 429;

    private readonly int _number;
    private readonly OrderTransportOptions _options;
    private readonly WireEndpoint _endpoint;
    private readonly WallClock _clock;
    private readonly Backoff _backoff;
    private readonly HttpResponseReader _response = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread? _thread;
    private readonly bool _drops;
#pragma warning disable IDE0044 // A sink may keep state: calls on a readonly field would be made on a copy.
    private TSink _sink;
#pragma warning restore IDE0044
    private WireConnection? _wire;
    private int _state;
    private long _token;
    private long _sentNs;
    private long _allocatedBytes;

    public OrderConnection(int number, OrderTransportOptions options, WireEndpoint endpoint, TSink sink, WallClock clock)
    {
        _number = number;
        _options = options;
        _endpoint = endpoint;
        _sink = sink;
        _clock = clock;
        _backoff = new Backoff(options.FirstRetry, options.LastRetry, unchecked(options.JitterSeed * 31 + number));
        _drops = options.Drops;
        if (_drops)
            _state = Ready;
        else
            _thread = new Thread(Run) { Name = $"orders {number}", IsBackground = true };
    }

    public bool IsReady => Volatile.Read(ref _state) == Ready;

    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    public void Start() => _thread?.Start();

    public void RequestStop() => _stop.Set();

    public void Join()
    {
        if (_thread is null || _thread.ThreadState.HasFlag(ThreadState.Unstarted))
            return;
        _thread.Join();
    }

    /// <summary>Reads what <see cref="Send"/> needs, so that it is in the caches: the other thread has written there since. By the sender's thread.</summary>
    public long Touch() => Volatile.Read(ref _state) + _sentNs + (_wire is null ? 0 : 1) + (_options.Budget?.Available ?? 0);

    /// <summary>Sends from the sender's thread, with one call and without allocation.</summary>
    public SendResult Send(ReadOnlySpan<byte> request, long token, RequestPriority priority)
    {
        int state = Volatile.Read(ref _state);
        if (state != Ready)
            return new SendResult(state == InFlight ? SendStatus.Busy : SendStatus.Broken, 0, 0);
        if (_options.Budget is { } budget && !budget.TryTake(priority))
            return new SendResult(SendStatus.OverBudget, 0, 0);
        WireConnection? wire = _wire;
        long before = _clock.NowNs();
        _token = token;
        Volatile.Write(ref _sentNs, before);
        if (Interlocked.CompareExchange(ref _state, InFlight, Ready) != Ready)
            return new SendResult(SendStatus.Broken, 0, 0);
        // None: it broke and was made anew between the two looks at the state, and the new one was not to be had yet.
        bool sent = _drops ? Drop() : wire is not null && wire.Send(request);
        long after = _clock.NowNs();
        // If the reader noticed the break first, it reports the token: the request then counts as sent.
        bool broken = !sent && Interlocked.CompareExchange(ref _state, Down, InFlight) == InFlight;
        return new SendResult(broken ? SendStatus.Broken : SendStatus.Sent, before, after);
    }

    /// <summary>A connection that drops what it is given is free again at once.</summary>
    private bool Drop()
    {
        Volatile.Write(ref _state, Ready);
        return true;
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            BreakReason reason = Connect() ? Serve() : BreakReason.ConnectFailed;
            int state = Interlocked.Exchange(ref _state, Down);
            long pending = state == InFlight ? _token : 0;
            _wire?.Dispose();
            _wire = null;
            _sink.OnBroken(_number, pending, reason, _clock.NowNs());
            Sample();
            if (reason != BreakReason.Stopped)
                _stop.Wait(_backoff.NextMs());
        }
    }

    private bool Connect()
    {
        try
        {
            _wire = WireConnection.Open(in _endpoint, _options.ConnectTimeout);
            _response.Clear();
            return true;
        }
        catch (ExtendedException)
        {
            // Told as ConnectFailed; there is nothing pending on a connection that was never made.
            return false;
        }
    }

    private BreakReason Serve()
    {
        long connectedNs = _clock.NowNs();
        Volatile.Write(ref _state, Ready);
        _sink.OnReady(_number, connectedNs);
        Sample();
        while (true)
        {
            BreakReason? reason = Step();
            if (reason is null)
                continue;
            // A server that ends idle connections is no failure: be back before the next order.
            if (_clock.NowNs() - connectedNs > 1_000_000_000L)
                _backoff.Reset();
            return reason.Value;
        }
    }

    private BreakReason? Step()
    {
        if (_stop.IsSet)
            return BreakReason.Stopped;
        int state = Volatile.Read(ref _state);
        if (state == Down)
            return BreakReason.SendFailed;
        int received = _wire!.Receive(_response.Free);
        if (received == WireConnection.Nothing)
        {
            if (state == InFlight && _clock.NowNs() - Volatile.Read(ref _sentNs) > _options.AnswerTimeout.TotalMilliseconds * 1e6)
                return BreakReason.AnswerTimeout;
            Rest(_wire);
            return null;
        }
        long now = _clock.NowNs();
        if (received < 0)
            return BreakReason.Broken;
        ResponseState response = received == 0 ? _response.End() : _response.Add(received);
        if (response == ResponseState.Complete)
            return TakeAnswer(now);
        if (response == ResponseState.Invalid)
            return BreakReason.ProtocolError;
        return received == 0 ? BreakReason.ClosedByPeer : null;
    }

    private void Rest(WireConnection wire)
    {
        if (_options.Waiting == WaitMode.Blocking)
        {
            wire.WaitReadable(RestMs);
            // What connecting and the first wait cost is not to be counted with the first answer, which may come much later.
            Sample();
        }
        else if (_options.Waiting == WaitMode.Yielding)
            Thread.Yield();
    }

    private BreakReason? TakeAnswer(long now)
    {
        long token = _token;
        bool keepAlive = _response.KeepAlive;
        AnswerBody body = AnswerBody.Read(_response.Body);
        var answer = new OrderAnswer(
            _number, token, _response.Status, body.OutcomeFor(_response.Status), body.ErrorCode, body.OrderId, _response.RetryAfterMs, now);
        if (answer.HttpStatus == TooManyRequests)
            _options.Budget?.Pause(answer.RetryAfterMs > 0 ? TimeSpan.FromMilliseconds(answer.RetryAfterMs) : null);
        _response.Consume();
        // Bytes behind the answer, or an answer to nothing: the connection cannot be trusted with another request.
        bool clean = !_response.HasBytes;
        if (Interlocked.CompareExchange(ref _state, keepAlive && clean ? Ready : Down, InFlight) != InFlight)
            return BreakReason.ProtocolError;
        _sink.OnAnswer(in answer);
        Sample();
        if (!clean)
            return BreakReason.ProtocolError;
        if (!keepAlive)
            return BreakReason.ClosedByPeer;
        _backoff.Reset();
        return null;
    }

    private void Sample() => Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
}
