namespace LowLatencyMM.Host.Doctor;

/// <summary>Times of requests, from before the call to its whole answer.</summary>
public sealed class RoundTrips
{
    private readonly double[] _sortedMs;

    /// <param name="elapsed">At least one.</param>
    public RoundTrips(IEnumerable<TimeSpan> elapsed)
    {
        _sortedMs = [.. elapsed.Select(time => time.TotalMilliseconds).Order()];
        ArgumentOutOfRangeException.ThrowIfZero(_sortedMs.Length);
    }

    /// <summary>How many.</summary>
    public int Count => _sortedMs.Length;

    /// <summary>The shortest, milliseconds.</summary>
    public double MinMs => _sortedMs[0];

    /// <summary>Their mean, milliseconds.</summary>
    public double AverageMs => _sortedMs.Average();

    /// <summary>The nearest-rank percentile, milliseconds: the smallest that at least this share does not exceed.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public double PercentileMs(double percent) => _sortedMs[(int)Math.Ceiling(percent / 100 * _sortedMs.Length) - 1];
}
