using System.Diagnostics;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// A piece of the hot path and a frozen kernel of the same kind, run in turns in one process: their ratio hardly depends on what else the
/// machine does, a regression of the piece shows in it.
/// </summary>
/// <param name="Name">The piece.</param>
/// <param name="Operations">How often a slice runs the piece: some 50 to 500 µs, at least 10 so that part of it can be injected.</param>
/// <param name="Subject">Runs the piece as often as it is told.</param>
/// <param name="Kernel">Runs the kernel, about as long.</param>
internal sealed record TimeGate(string Name, int Operations, Action<int> Subject, Action Kernel)
{
    private const int Pairs = 61;

    /// <summary>Runs pairs of slices.</summary>
    /// <param name="slowdownPercent">How much more work than usual the piece has to do, to see the gate turn red.</param>
    public TimeRatio Measure(int slowdownPercent)
    {
        int operations = Operations * (100 + slowdownPercent) / 100;
        var ratios = new double[Pairs];
        var subjects = new double[Pairs];
        var kernels = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Subject(operations);
            long middle = Stopwatch.GetTimestamp();
            Kernel();
            long end = Stopwatch.GetTimestamp();
            subjects[i] = Stopwatch.GetElapsedTime(begin, middle).TotalMicroseconds;
            kernels[i] = Stopwatch.GetElapsedTime(middle, end).TotalMicroseconds;
            ratios[i] = subjects[i] / kernels[i];
        }
        return new TimeRatio(Median.Of(ratios), Median.Of(subjects), Median.Of(kernels));
    }
}
