using System.Diagnostics;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>
/// From the bytes of a best bid and ask that moves by a tick to the finished requests, given to a transport that drops them: the engine's own chain
/// on one thread, its journal on. Between two frames time passes, a timer ticks as in the engine, and what is planned is signed on another thread; the next frame waits
/// for that, and the thread does meanwhile what the engine's does: it polls, and rehearses or not. After a pause the frame comes through a WebSocket connection, as what
/// is rehearsed does.
/// </summary>
internal sealed class RequestRun : IDisposable
{
    private const long ToTimerNs = 90_000_000;
    private const long ToFrameNs = 10_000_000;
    private const int WarmRounds = 12;
    private const int WarmFrames = 400;
    private const int PausedWarmRounds = 3;
    private const int PausedWarmFrames = 40;
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    // The runtime compiles what it has seen to be hot in the background, 100 ms after the last burst of new code.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(150);

    private readonly ScratchFolder _scratch = new();
    private readonly SignedChain _chain;
    private readonly FrameClock _clock = new();
    private readonly Frame[] _frames = [MarketFrames.BestBidAsk(BenchMarket.BidTicks + 1), MarketFrames.BestBidAsk(BenchMarket.BidTicks)];
    private readonly bool _isAhead;
    private readonly PollingPause _polling;
    private readonly TimeSpan _pause;
    private int _turn;

    /// <summary>Starts a chain, shows it a book and a mark price, and answers its first orders.</summary>
    /// <param name="settings">The engine's settings.</param>
    /// <param name="pause">How long sockets are polled before each measured frame, at least.</param>
    /// <param name="rehearses">Whether the polling thread rehearses.</param>
    public RequestRun(EngineSettings settings, TimeSpan pause = default, bool rehearses = false)
    {
        _chain = new SignedChain(settings, BenchMarket.Feed(), _scratch.Path);
        _pause = pause;
        _polling = new PollingPause(settings, rehearses ? _chain.Touches() : null);
        _isAhead = settings.Orders.PlannedOrders > 0;
        if (_isAhead)
            _chain.SignOnThread();
        _chain.Begin(_clock.NowNs);
        Give(MarketFrames.MarkPrice());
        Give(MarketFrames.Snapshot());
        _chain.Answer();
    }

    /// <summary>Warms up and measures each of many frames.</summary>
    public RequestFigures Measure(int frames)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            Run(new double[WarmFrames], new double[WarmFrames], new RequestStages(WarmFrames), TimeSpan.Zero);
            Thread.Sleep(CompilationPause);
        }
        for (int round = 0; _pause > TimeSpan.Zero && round < PausedWarmRounds; round++)
        {
            Run(new double[PausedWarmFrames], new double[PausedWarmFrames], new RequestStages(PausedWarmFrames), _pause);
            Thread.Sleep(CompilationPause);
        }
        double[] first = new double[frames], last = new double[frames];
        var stages = new RequestStages(frames);
        long orders = _chain.Orders, hits = _chain.Hits;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Run(first, last, stages, _pause);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(first);
        Array.Sort(last);
        return new RequestFigures(first, last, stages, _chain.Orders - orders, _chain.Hits - hits, allocated);
    }

    public void Dispose()
    {
        _polling.Dispose();
        _chain.Dispose();
        _scratch.Dispose();
    }

    private void Run(double[] first, double[] last, RequestStages stages, TimeSpan pause)
    {
        for (int i = 0; i < first.Length; i++)
        {
            _clock.Advance(ToTimerNs);
            _chain.Tick(_clock.NowNs);
            if (_isAhead)
                _polling.AwaitSigned(_chain);
            _polling.Wait(pause);
            _clock.Advance(ToFrameNs);
            Frame frame = _frames[_turn];
            _turn ^= 1;
            ReadOnlySpan<byte> bytes = _clock.Stamp(frame);
            double begin = Stopwatch.GetTimestamp() * NsPerTick;
            if (_pause == TimeSpan.Zero)
                _chain.Read(frame.Stream, bytes, _clock.NowNs);
            else
                _chain.Receive(frame.Stream, frame.Whole, _clock.NowNs);
            if (_chain.FirstSendNs == 0)
                throw new InvalidOperationException("A best bid and ask that moved by a tick made the engine send nothing.");
            first[i] = _chain.FirstSendNs - begin;
            last[i] = _chain.LastSendNs - begin;
            stages.Set(i, in _chain.FirstTiming);
            _chain.Answer();
        }
    }

    private void Give(Frame frame) => _chain.Read(frame.Stream, _clock.Stamp(frame), _clock.NowNs);
}
