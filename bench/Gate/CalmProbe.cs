using System.Diagnostics;
using LowLatencyMM.Bench.Gate.Kernels;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// Whether this thread has its core for itself. Another one on the same core's other hardware thread takes execution width away: code that
/// uses all of it becomes up to twice as slow, code that waits for its own results hardly at all. So the time of a scan by the time of
/// a chain of products tells them apart, whatever the clock's frequency.
/// </summary>
internal sealed class CalmProbe
{
    private const int Texts = 300;
    private const int Products = 6_000;

    private readonly JsonScan _scan = new();
    private readonly MultiplyChain _chain = new();

    /// <summary>The scan's time by the chain's, a few microseconds each.</summary>
    public double Look()
    {
        long begin = Stopwatch.GetTimestamp();
        _scan.Run(Texts);
        long middle = Stopwatch.GetTimestamp();
        _chain.Run(Products);
        return (double)(middle - begin) / (Stopwatch.GetTimestamp() - middle);
    }
}
