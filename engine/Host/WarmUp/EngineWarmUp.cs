using System.Diagnostics;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// Cold code is several times slower than warm code. Before the engine connects, made-up frames of the real market run through the
/// whole chain, in rounds that each leave the runtime time to compile what it has seen to be hot, until a round is no faster
/// than the one before.
/// </summary>
public static class EngineWarmUp
{
    private const int LeastRounds = 6;
    private const int MaxRounds = 10;
    private const int Levels = 5;
    private const long MinimumTicks = 20_000;
    private const double Flat = 0.9;

    // Better code of a method is compiled in the background, as soon as it was called often enough.
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(120);

    /// <summary>Warms up.</summary>
    /// <param name="settings">The session's settings; a copy without warm-up time, which reprices at one tick, is used.</param>
    /// <param name="market">The market.</param>
    public static WarmUpReport Run(EngineSettings settings, FeedMarket market)
    {
        StaticTables.Build();
        EngineSettings quick = settings with { Quoting = settings.Quoting with { WarmupNs = 0, RepricingThresholdBps = 0 } };
        using var chain = new InProcessChain(quick, market);
        var frames = new Market(quick);
        chain.Begin(frames.NowNs);
        frames.Open(chain);
        double first = Round(chain, frames);
        double last = first;
        double previous = first;
        int rounds = 1;
        bool isFlat = false;
        while (rounds < MaxRounds && !(isFlat && rounds >= LeastRounds))
        {
            // The ways with and without a signature made ahead, in turns.
            chain.SignsAhead = rounds % 2 == 1;
            double micros = Round(chain, frames);
            isFlat = micros > Flat * previous;
            previous = last;
            last = micros;
            rounds++;
        }
        return new WarmUpReport(rounds, chain.Requests, first, last);
    }

    /// <summary>Runs frames for <see cref="RoundTime"/> and gives their median, microseconds.</summary>
    private static double Round(InProcessChain chain, Market frames)
    {
        var latency = new LatencyHistogram();
        var elapsed = Stopwatch.StartNew();
        while (elapsed.Elapsed < RoundTime)
            frames.Step(chain, latency);
        return latency.Percentile(0.5) / 1e3;
    }

    /// <summary>A price at which the configured notional is well above the smallest order.</summary>
    internal static long BaseTicks(EngineSettings settings)
    {
        double smallest = settings.Market.MinOrderSteps * settings.Market.Step.ToDouble();
        double price = settings.Quoting.NotionalMicro / 1e6 / (20 * smallest);
        return Math.Max(MinimumTicks, (long)(price / settings.Market.Tick.ToDouble()));
    }

    /// <summary>A market that makes the engine reprice each time: by a tick while orders are signed ahead, else farther than any are planned.</summary>
    private sealed class Market(EngineSettings settings)
    {
        private const long StepNs = 400_000_000;
        private const long TimerNs = 300_000_000;

        private readonly FrameText _text = new(settings.Market);
        private readonly long _base = BaseTicks(settings);
        private long _bid = BaseTicks(settings);
        private int _steps;

        public long NowNs { get; private set; } = 1_000_000_000_000_000_000;

        private long NowMs => NowNs / 1_000_000;

        public void Open(InProcessChain chain)
        {
            chain.Read(StreamKind.MarkPrice, _text.MarkPrice(_base, NowMs), NowNs);
            chain.Read(StreamKind.OrderBook, _text.Book(true, _bid, 50, 100, NowMs), NowNs);
        }

        public void Step(InProcessChain chain, LatencyHistogram latency)
        {
            NowNs += StepNs;
            long from = _bid;
            _steps++;
            _bid = _base + (chain.SignsAhead ? _steps % 2 : _steps % 7 * _base / 500);
            chain.Read(StreamKind.OrderBook, _text.Clear(from, 50, NowMs), NowNs);
            byte[] book = _text.Book(false, _bid, Levels, 100, NowMs);
            byte[] best = _text.BestBidAsk(_bid, 100, NowMs);
            byte[] trade = _text.Trade(_bid, 3, _steps % 2 == 0, NowMs);
            long begin = Stopwatch.GetTimestamp();
            chain.Read(StreamKind.OrderBook, book, NowNs);
            chain.Read(StreamKind.BestBidAsk, best, NowNs);
            chain.Read(StreamKind.PublicTrades, trade, NowNs);
            latency.Record((long)Stopwatch.GetElapsedTime(begin).TotalNanoseconds);
            chain.Answer();
            // Late enough for the next orders to be planned.
            chain.Tick(NowNs + TimerNs);
        }
    }
}
