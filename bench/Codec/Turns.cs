using System.Diagnostics;

namespace LowLatencyMM.Bench.Codec;

/// <summary>Runs several ways in turns, in slices short enough to fall between two scheduler interrupts, so that what else the machine does meets all of them.</summary>
internal static class Turns
{
    private const int WarmRounds = 12;
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);

    /// <summary>Warms up, then gives the nanoseconds of an operation, by way and slice, and what each way allocated.</summary>
    /// <param name="ways">Each does so many operations as it is told.</param>
    /// <param name="operations">Operations of each way in a slice.</param>
    /// <param name="slices">Slices of each way.</param>
    public static (double[][] Ns, long[] AllocatedBytes) Measure(Action<int>[] ways, int[] operations, int slices)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
                ways[i](operations[i]);
            Thread.Sleep(CompilationPause);
        }
        double[][] ns = [.. ways.Select(_ => new double[slices])];
        long[] allocated = new long[ways.Length];
        for (int slice = 0; slice < slices; slice++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long begin = Stopwatch.GetTimestamp();
                ways[i](operations[i]);
                ns[i][slice] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / operations[i];
                allocated[i] += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }
        }
        return (ns, allocated);
    }
}
