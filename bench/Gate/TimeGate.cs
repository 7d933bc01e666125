using System.Diagnostics;

namespace LowLatencyMM.Bench.Gate;

/// <summary>
/// A piece of the hot path and a reference of the same kind, run in turns in one process: their ratio hardly depends on the machine
/// or on what else it does, a regression of the one shows in it.
/// </summary>
/// <param name="Name">What is compared with what.</param>
/// <param name="Limit">The largest ratio that passes.</param>
/// <param name="Subject">Runs the hot path once; some 50 to 200 µs.</param>
/// <param name="Reference">Runs the reference once; as long.</param>
internal sealed record TimeGate(string Name, double Limit, Action Subject, Action Reference)
{
    private const int Pairs = 61;

    /// <summary>Runs pairs of slices.</summary>
    /// <param name="repetitions">How often the subject runs in its slice: more than once to see the gate turn red.</param>
    public TimeRatio Measure(int repetitions)
    {
        var ratios = new double[Pairs];
        var subjects = new double[Pairs];
        var references = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int n = 0; n < repetitions; n++)
                Subject();
            long middle = Stopwatch.GetTimestamp();
            Reference();
            long end = Stopwatch.GetTimestamp();
            subjects[i] = Stopwatch.GetElapsedTime(begin, middle).TotalMicroseconds;
            references[i] = Stopwatch.GetElapsedTime(middle, end).TotalMicroseconds;
            ratios[i] = subjects[i] / references[i];
        }
        return new TimeRatio(Median.Of(ratios), Median.Of(subjects), Median.Of(references));
    }
}
