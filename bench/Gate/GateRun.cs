using System.Diagnostics;

namespace LowLatencyMM.Bench.Gate;

/// <summary>Measures all gates in this process.</summary>
internal static class GateRun
{
    private const int WarmPairs = 60;
    private const int LeastWarmPairs = 12;
    private const int LeastWarmRounds = 10;
    private const int MostWarmRounds = 30;
    private const int CalmRounds = 3;
    private const double Calm = 0.95;
    private const int Rounds = 24;
    private const int PairsPerRound = 12;
    private const int AllocationRounds = 20;
    private const int CleanRounds = 3;

    // Between rounds the runtime compiles what it has seen to be hot; on a busy machine that takes many rounds.
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(120);

    // What the threads of a piece wait for each other takes longer than this; it is no warmer for more pairs.
    private static readonly TimeSpan WarmTime = TimeSpan.FromMilliseconds(20);

    // A neighbour that comes and goes is not there in all rounds.
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Measures.</summary>
    /// <param name="scope">What to measure.</param>
    /// <param name="slowdownPercent">Work injected into every timed piece.</param>
    /// <param name="allocates">Whether an object is injected into every path that must not allocate.</param>
    public static GateMeasurement Measure(GateScope scope, int slowdownPercent, bool allocates)
    {
        using var gates = new Gates(allocates);
        var probe = new CalmProbe();
        WarmUp(gates.Times, probe);
        Dictionary<string, Slice[]> times = scope == GateScope.Allocations ? [] : MeasureTimes(gates.Times, slowdownPercent, probe);
        (Dictionary<string, long> bytes, int collections) = scope == GateScope.Times ? ([], 0) : MeasureAllocations(gates.Allocations);
        return new GateMeasurement(times, bytes, collections);
    }

    /// <summary>Until no piece has become faster beside its kernel for some rounds: a ratio to cold code says nothing.</summary>
    private static void WarmUp(TimeGate[] gates, CalmProbe probe)
    {
        double[] fastest = [.. gates.Select(_ => double.PositiveInfinity)];
        var ticks = new double[WarmPairs];
        int calm = 0;
        for (int round = 0; round < LeastWarmRounds || (round < MostWarmRounds && calm < CalmRounds); round++)
        {
            calm++;
            for (int i = 0; i < gates.Length; i++)
            {
                int pairs = 0;
                long begin = Stopwatch.GetTimestamp();
                while (pairs < WarmPairs && (pairs < LeastWarmPairs || Stopwatch.GetElapsedTime(begin) < WarmTime))
                    ticks[pairs++] = gates[i].Measure(slowdownPercent: 0, probe).SubjectTicks;
                double fast = Median.Quantile(ticks.AsSpan(0, pairs), 0.1);
                if (fast < Calm * fastest[i])
                    calm = 0;
                fastest[i] = Math.Min(fastest[i], fast);
            }
            Thread.Sleep(CompilationPause);
        }
    }

    private static Dictionary<string, Slice[]> MeasureTimes(TimeGate[] gates, int slowdownPercent, CalmProbe probe)
    {
        var slices = gates.ToDictionary(gate => gate.Name, _ => new Slice[Rounds * PairsPerRound]);
        for (int round = 0; round < Rounds; round++)
        {
            foreach (TimeGate gate in gates)
            {
                for (int pair = 0; pair < PairsPerRound; pair++)
                    slices[gate.Name][(round * PairsPerRound) + pair] = gate.Measure(slowdownPercent, probe);
            }
            Thread.Sleep(RoundPause);
        }
        return slices;
    }

    /// <summary>Before the code is compiled for good, it may allocate now and then; afterwards some rounds in a row must be without a byte.</summary>
    private static (Dictionary<string, long> Bytes, int Collections) MeasureAllocations(AllocationGate[] gates)
    {
        var bytes = new Dictionary<string, long>();
        int collections = 0;
        foreach (AllocationGate gate in gates)
        {
            int clean = 0;
            int caused = 0;
            for (int round = 0; round < AllocationRounds && clean < CleanRounds; round++)
            {
                int before = GC.CollectionCount(0);
                bytes[gate.Name] = gate.Bytes();
                caused = GC.CollectionCount(0) - before;
                bool isClean = bytes[gate.Name] == 0 && caused == 0;
                clean = isClean ? clean + 1 : 0;
                if (!isClean)
                    Thread.Sleep(CompilationPause);
            }
            collections += caused;
        }
        return (bytes, collections);
    }
}
