using System.Diagnostics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Host;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Frames;

/// <summary>Measures the append of events to a journal: with encoding, checksum and publication to readers, without waiting for the disk.</summary>
internal static class JournalRun
{
    /// <summary>Appends between two clock reads, which cost more than an append.</summary>
    private const int Batch = 64;

    private const int WarmRounds = 8;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(150);

    /// <summary>Median and 99th percentile of batches, nanoseconds an event.</summary>
    public static FrameFigures Measure(string folder, int batches)
    {
        using JournalWriter journal = Create(folder);
        Event e = BestBidAsk();
        var ticks = new long[batches];
        for (int round = 0; round < WarmRounds; round++)
        {
            Run(journal, ref e, ticks.AsSpan(0, Math.Min(batches, 200)));
            Thread.Sleep(CompilationPause);
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Run(journal, ref e, ticks);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double[] ns = [.. ticks.Select(t => t * 1e9 / Stopwatch.Frequency / Batch)];
        return new FrameFigures(Median.Of(ns), Median.Quantile(ns, 0.99), 0, allocated);
    }

    /// <summary>A journal in a folder.</summary>
    public static JournalWriter Create(string folder) => JournalWriter.Create(folder, new SessionHeader
    {
        StartNs = 0,
        EngineVersion = EngineVersion.Text,
        Settings = BenchMarket.Resting(),
        Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
        PublicKey = "0x1",
        PositionId = 1,
    });

    /// <summary>An event of the most frequent kind.</summary>
    public static Event BestBidAsk()
    {
        Event e = default;
        e.Begin(EventKind.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.BestBidAsk, 1_790_000_000_000_000_000);
        e.ExchangeMs = 1_790_000_000_000;
        e.StreamSeq = 1_000_000_000;
        e.BestBidAsk.BidTicks = BenchMarket.BidTicks;
        e.BestBidAsk.BidSteps = 100_000;
        e.BestBidAsk.AskTicks = BenchMarket.BidTicks + 1;
        e.BestBidAsk.AskSteps = 100_000;
        return e;
    }

    private static void Run(JournalWriter journal, ref Event e, Span<long> ticks)
    {
        long sequence = journal.NextSequence;
        for (int batch = 0; batch < ticks.Length; batch++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < Batch; i++, sequence++)
            {
                e.ReceiveNs++;
                e.StreamSeq++;
                journal.Append(in e, sequence);
            }
            ticks[batch] = Stopwatch.GetTimestamp() - begin;
        }
    }
}
