namespace LowLatencyMM.Bench.Ring;

/// <summary>The slices of one lane, each with the core-to-core round trip measured around it.</summary>
internal sealed class LaneFigures
{
    // A slice that was not steady is NaN, so that slices of two lanes with the same number are neighbours.
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

    public int ThroughputSlices => _nsPerEvent.Count(double.IsFinite);

    public int LatencySlices => _oneWay.Count;

    public void AddThroughput(double nsPerEvent, double roundTripNs, long allocatedBytes)
    {
        _nsPerEvent.Add(nsPerEvent);
        _perRoundTrip.Add(roundTripNs / nsPerEvent);
        AllocatedBytes += allocatedBytes;
    }

    /// <summary>Leaves a slice out.</summary>
    public void AddUnsteady() => _nsPerEvent.Add(double.NaN);

    /// <summary>Median of the ratios of neighbouring slices.</summary>
    public double TimesAsFastAs(LaneFigures other) =>
        Of([.. other._nsPerEvent.Zip(_nsPerEvent, (theirs, ours) => theirs / ours)]);

    /// <summary>Adds what was measured as a row.</summary>
    public void AddTo(Report report, string name)
    {
        List<(string, object)> row =
        [
            ("eventsPerSecond", EventsPerSecond),
            ("nsPerEvent", NsPerEvent),
            ("eventsPerRoundTrip", EventsPerRoundTrip),
            ("allocatedBytes", AllocatedBytes),
            ("throughputSlices", ThroughputSlices),
        ];
        if (LatencySlices > 0)
            row.AddRange(
            [
                ("oneWayMedianNs", OneWayNs),
                ("oneWayP99Ns", OneWayP99Ns),
                ("oneWayOverHalfRoundTripNs", OverHalfRoundTripNs),
                ("latencySlices", LatencySlices),
            ]);
        report.Add(name, [.. row]);
    }

    public void AddLatency(double medianNs, double p99Ns, double roundTripNs)
    {
        _oneWay.Add(medianNs);
        _oneWayP99.Add(p99Ns);
        _overHalfRoundTrip.Add(medianNs - (roundTripNs / 2));
    }

    private static double Of(IEnumerable<double> slices)
    {
        double[] steady = [.. slices.Where(double.IsFinite)];
        return steady.Length == 0 ? double.NaN : Median.Of(steady);
    }
}
