using System.Diagnostics;

namespace LowLatencyMM.Simulator;

/// <summary>
/// Which simulated time belongs to which moment, from the start on: elapsed time × speed, or, with bursts, the last whole burst of that. A pure
/// function of the machine's monotonic clock, so nothing that a client does or leaves undone moves it: the feed is open-loop.
/// </summary>
/// <remarks>
/// Moments are readings of the monotonic clock in nanoseconds. All processes of a machine share that clock (on Linux it counts from its
/// boot), whatever their wall clocks say.
/// </remarks>
/// <param name="speed">Simulated seconds per second.</param>
/// <param name="burst">Simulated time that passes at once; zero if it flows.</param>
internal sealed class SimulationSchedule(double speed, TimeSpan burst)
{
    private readonly long _startNs = NowNs();
    private readonly double _burstNs = burst.TotalNanoseconds;
    private long _requestNs;

    /// <summary>Monotonic clock, nanoseconds.</summary>
    public static long NowNs() => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>Simulated time now, nanoseconds since the start.</summary>
    public long SimulatedNow() => ToSimulated(NowNs());

    /// <summary>Simulated time at a moment.</summary>
    public long ToSimulated(long momentNs)
    {
        double simulated = (momentNs - _startNs) * speed;
        return (long)(_burstNs == 0 ? simulated : Math.Floor(simulated / _burstNs) * _burstNs);
    }

    /// <summary>The moment at which what happens at a simulated time is due.</summary>
    public long DueNs(long simulated)
    {
        double reached = _burstNs == 0 ? simulated : Math.Ceiling(simulated / _burstNs) * _burstNs;
        return _startNs + (long)Math.Ceiling(reached / speed);
    }

    /// <summary>The moment at which what the exchange tells now should have left: when it was due or, if a request caused it, when that was carried out.</summary>
    public long IntendedNs(long simulated) => _requestNs != 0 ? _requestNs : DueNs(simulated);

    /// <summary>What is told until <see cref="EndRequest"/> is caused by a request. Simulation's thread only.</summary>
    public void BeginRequest() => _requestNs = NowNs();

    /// <summary>The request is done.</summary>
    public void EndRequest() => _requestNs = 0;
}
