using System.Diagnostics;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// A piece of the hot path and a frozen kernel of the same kind, run in turns in one process: their ratio hardly depends on what else the
/// machine does, a regression of the piece shows in it.
/// </summary>
/// <param name="Name">The piece.</param>
/// <param name="Operations">How often a slice runs the piece: some 50 to 500 µs, at least 10 so that part of it can be injected.</param>
/// <param name="Subject">Runs the piece as often as it is told, and gives how long that took, in the ticks of <see cref="Stopwatch"/>.</param>
/// <param name="Kernel">Runs the kernel, about as long.</param>
internal sealed record TimeGate(string Name, int Operations, Func<int, long> Subject, Action Kernel)
{
    /// <summary>A piece whose whole run is measured.</summary>
    public static TimeGate Whole(string name, int operations, Action<int> subject, Action kernel) =>
        new(name, operations, times => Timed(subject, times), kernel);

    /// <summary>Runs a pair of slices between two looks at the machine.</summary>
    /// <param name="slowdownPercent">How much more work than usual the piece has to do, to see the gate turn red.</param>
    /// <param name="probe">Looks at the machine.</param>
    public Slice Measure(int slowdownPercent, CalmProbe probe)
    {
        double before = probe.Look();
        long subject = Subject(Operations * (100 + slowdownPercent) / 100);
        long begin = Stopwatch.GetTimestamp();
        Kernel();
        long kernel = Stopwatch.GetTimestamp() - begin;
        return new Slice(subject, kernel, Math.Max(before, probe.Look()));
    }

    private static long Timed(Action<int> subject, int times)
    {
        long begin = Stopwatch.GetTimestamp();
        subject(times);
        return Stopwatch.GetTimestamp() - begin;
    }
}
