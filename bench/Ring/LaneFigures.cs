namespace LowLatencyMM.Bench.Ring;

/// <summary>The slices of one lane, each with the core-to-core round trip measured around it.</summary>
internal sealed class LaneFigures
{
    private readonly List<double> _nsPerEvent = [];
    private readonly List<double> _perRoundTrip = [];
    private readonly List<double> _oneWay = [];
    private readonly List<double> _oneWayP99 = [];
    private readonly List<double> _overHalfRoundTrip = [];

    public double NsPerEvent => Of(_nsPerEvent);

    public double EventsPerSecond => 1e9 / NsPerEvent;

    /// <summary>Events in the time of one round trip.</summary>
    public double EventsPerRoundTrip => Of(_perRoundTrip);

    public double OneWayNs => Of(_oneWay);

    public double OneWayP99Ns => Of(_oneWayP99);

    /// <summary>One way less half a round trip.</summary>
    public double OverHalfRoundTripNs => Of(_overHalfRoundTrip);

    public long AllocatedBytes { get; private set; }

    public int ThroughputSlices => _nsPerEvent.Count;

    public int LatencySlices => _oneWay.Count;

    public void AddThroughput(double nsPerEvent, double roundTripNs, long allocatedBytes)
    {
        _nsPerEvent.Add(nsPerEvent);
        _perRoundTrip.Add(roundTripNs / nsPerEvent);
        AllocatedBytes += allocatedBytes;
    }

    public void AddLatency(double medianNs, double p99Ns, double roundTripNs)
    {
        _oneWay.Add(medianNs);
        _oneWayP99.Add(p99Ns);
        _overHalfRoundTrip.Add(medianNs - (roundTripNs / 2));
    }

    private static double Of(List<double> slices) => slices.Count == 0 ? double.NaN : Median.Of([.. slices]);
}
