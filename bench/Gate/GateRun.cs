using System.Diagnostics;

namespace LowLatencyMM.Bench.Gate;

/// <summary>Measures all gates in this process.</summary>
internal static class GateRun
{
    private const int LeastWarmRounds = 10;
    private const int MostWarmRounds = 50;
    private const int Rounds = 7;
    private const int CalmRounds = 4;
    private const double Calm = 0.95;

    // Between rounds the runtime compiles what it has seen to be hot; on a busy machine that takes many rounds.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>Measures.</summary>
    /// <param name="slowdownPercent">Work injected into every timed piece.</param>
    /// <param name="allocates">Whether an object is injected into every path that must not allocate.</param>
    public static GateMeasurement Measure(int slowdownPercent, bool allocates)
    {
        using var gates = new Gates(allocates);
        WarmUp(gates.Times);
        Dictionary<string, TimeRatio> times = MeasureTimes(gates.Times, slowdownPercent);
        (Dictionary<string, long> bytes, int collections) = MeasureAllocations(gates.Allocations);
        return new GateMeasurement(times, bytes, collections);
    }

    /// <summary>Until no piece and no kernel has become faster for some rounds: a ratio to cold code says nothing.</summary>
    private static void WarmUp(TimeGate[] gates)
    {
        double[] subjects = [.. gates.Select(_ => double.PositiveInfinity)];
        double[] kernels = [.. subjects];
        var elapsed = Stopwatch.StartNew();
        int calm = 0;
        for (int round = 0; round < LeastWarmRounds || (round < MostWarmRounds && calm < CalmRounds && elapsed.Elapsed < Patience); round++)
        {
            calm++;
            for (int i = 0; i < gates.Length; i++)
            {
                TimeRatio slice = gates[i].Measure(slowdownPercent: 0);
                if (slice.SubjectMicros < Calm * subjects[i] || slice.KernelMicros < Calm * kernels[i])
                    calm = 0;
                subjects[i] = Math.Min(subjects[i], slice.SubjectMicros);
                kernels[i] = Math.Min(kernels[i], slice.KernelMicros);
            }
            Thread.Sleep(CompilationPause);
        }
    }

    /// <summary>The lowest of some rounds' medians: a regression is in all of them, a busy neighbour is not.</summary>
    private static Dictionary<string, TimeRatio> MeasureTimes(TimeGate[] gates, int slowdownPercent)
    {
        var best = new Dictionary<string, TimeRatio>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (TimeGate gate in gates)
            {
                TimeRatio found = gate.Measure(slowdownPercent);
                if (!best.TryGetValue(gate.Name, out TimeRatio least) || found.Ratio < least.Ratio)
                    best[gate.Name] = found;
            }
        }
        return best;
    }

    /// <summary>Before the code is compiled for good, it may allocate now and then; afterwards a round must be without a byte.</summary>
    private static (Dictionary<string, long> Bytes, int Collections) MeasureAllocations(AllocationGate[] gates)
    {
        var bytes = new Dictionary<string, long>();
        int collections = 0;
        foreach (AllocationGate gate in gates)
        {
            for (int round = 0; round < LeastWarmRounds; round++)
            {
                int before = GC.CollectionCount(0);
                bytes[gate.Name] = gate.Bytes();
                int caused = GC.CollectionCount(0) - before;
                if (bytes[gate.Name] == 0 && caused == 0)
                    break;
                if (round == LeastWarmRounds - 1)
                    collections += caused;
                Thread.Sleep(CompilationPause);
            }
        }
        return (bytes, collections);
    }
}
