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

    // The probe's own spread in a calm machine is 2 %; another thread on the core adds 50 % and more.
    private const double Tolerance = 1.12;
    private const double LevelQuantile = 0.1;

    private readonly JsonScan _scan = new();
    private readonly MultiplyChain _chain = new();

    /// <summary>What it sees when the core is its own: the calmest tenth of many looks. Sorts them.</summary>
    public static double Level(Span<double> looks) => Median.Quantile(looks, LevelQuantile);

    /// <summary>Whether a look says that the core was its own.</summary>
    public static bool IsCalm(double look, double level) => look <= Tolerance * level;

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
