using System.Diagnostics;
using LowLatencyMM.Bench.Gate;

namespace LowLatencyMM.Bench.Codec;

/// <summary>
/// Runs several ways in turns, in slices short enough to fall between two scheduler interrupts, so that what else the machine does meets all
/// of them, and looks at the machine between them: while another thread shares the core, a slice takes up to twice as long, for seconds.
/// </summary>
internal static class Turns
{
    private const int WarmRounds = 12;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);

    // Pauses spread the slices over many seconds, and so over calm and crowded ones; what comes first after one finds everything cold.
    private const int RoundsBetweenPauses = 10;
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Warms up, then measures.</summary>
    /// <param name="ways">Each does so many operations as it is told.</param>
    /// <param name="operations">Operations of each way in a slice.</param>
    /// <param name="slices">Slices of each way.</param>
    public static TurnFigures Measure(Action<int>[] ways, int[] operations, int slices)
    {
        var probe = new CalmProbe();
        for (int round = 0; round < WarmRounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
                ways[i](operations[i]);
            probe.Look();
            Thread.Sleep(CompilationPause);
        }
        double[][] ns = [.. ways.Select(_ => new double[slices])];
        double[][] looks = [.. ways.Select(_ => new double[slices])];
        long[] allocated = new long[ways.Length];
        for (int slice = 0; slice < slices; slice++)
        {
            double before = probe.Look();
            for (int i = 0; i < ways.Length; i++)
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long begin = Stopwatch.GetTimestamp();
                ways[i](operations[i]);
                ns[i][slice] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / operations[i];
                allocated[i] += GC.GetAllocatedBytesForCurrentThread() - bytes;
                double after = probe.Look();
                looks[i][slice] = Math.Max(before, after);
                before = after;
            }
            if (slice % RoundsBetweenPauses == 0)
                Thread.Sleep(RoundPause);
        }
        return new TurnFigures(ns, looks, allocated);
    }
}
