using System.Diagnostics;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>Gives series of frames to a chain and measures each frame by itself.</summary>
internal sealed class FrameRun<TChain>
    where TChain : IFrameChain
{
    private const int LeastWarmRounds = 8;
    private const int MostWarmRounds = 40;
    private const int CalmRounds = 3;
    private const double Calm = 0.95;

    // The runtime compiles what it has seen to be hot in the background, 100 ms after the last burst of new code.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(150);

    private readonly TChain _chain;
    private readonly FrameClock _clock = new();

    /// <summary>Starts the chain, shows it a book and a mark price, and answers its first orders.</summary>
    public FrameRun(TChain chain)
    {
        _chain = chain;
        chain.Begin(_clock.NowNs);
        Give(MarketFrames.MarkPrice());
        Give(MarketFrames.Snapshot());
        chain.Answer();
    }

    /// <summary>Runs the series in turns, until three rounds in a row have not become faster.</summary>
    public void WarmUp(ReadOnlySpan<FrameSeries> all, int framesPerRound)
    {
        var ticks = new long[framesPerRound];
        long fastest = long.MaxValue;
        int calm = 0;
        for (int round = 0; round < MostWarmRounds && (round < LeastWarmRounds || calm < CalmRounds); round++)
        {
            long total = 0;
            foreach (FrameSeries series in all)
            {
                Run(series, ticks);
                ticks.AsSpan().Sort();
                total += ticks[framesPerRound / 2];
            }
            calm = total > Calm * fastest ? calm + 1 : 0;
            fastest = Math.Min(fastest, total);
            Thread.Sleep(CompilationPause);
        }
    }

    /// <summary>Measures each of many frames.</summary>
    public FrameFigures Measure(FrameSeries series, int frames)
    {
        var ticks = new long[frames];
        long orders = _chain.Orders;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Run(series, ticks);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double[] ns = [.. ticks.Select(t => t * 1e9 / Stopwatch.Frequency)];
        return new FrameFigures(Median.Of(ns), Median.Quantile(ns, 0.99), _chain.Orders - orders, allocated);
    }

    /// <summary>Gives one frame for each element and notes how long it took, in <see cref="Stopwatch"/> ticks.</summary>
    public void Run(FrameSeries series, Span<long> ticks)
    {
        Frame[] frames = series.Frames;
        int turn = 0;
        for (int i = 0; i < ticks.Length; i++)
        {
            _clock.Advance(series.StepNs);
            if (series.Before is { } before)
                Give(before);
            Frame frame = frames[turn];
            turn = turn + 1 == frames.Length ? 0 : turn + 1;
            StreamKind stream = frame.Stream;
            ReadOnlySpan<byte> bytes = _clock.Stamp(frame);
            long begin = Stopwatch.GetTimestamp();
            _chain.Read(stream, bytes, _clock.NowNs);
            ticks[i] = Stopwatch.GetTimestamp() - begin;
            _chain.Answer();
        }
    }

    private void Give(Frame frame) => _chain.Read(frame.Stream, _clock.Stamp(frame), _clock.NowNs);
}
