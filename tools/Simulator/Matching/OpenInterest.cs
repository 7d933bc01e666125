namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// A market's open interest over time. The recording tells of nobody else's positions, so it is the account's position alone.
/// </summary>
internal sealed class OpenInterest
{
    private const long Hour = 3_600_000;
    private const int Kept = 24 * 400;

    private readonly List<OpenInterestSample> _hours = [];

    public void Update(long timeMs, decimal value, long size)
    {
        OpenInterestSample sample = new(timeMs - timeMs % Hour, value, size);
        if (_hours.Count > 0 && _hours[^1].StartMs == sample.StartMs)
        {
            _hours[^1] = sample;
            return;
        }
        if (_hours.Count == Kept)
            _hours.RemoveRange(0, Kept / 10);
        _hours.Add(sample);
    }

    /// <summary>The last figure of each interval between two times, latest first.</summary>
    public IEnumerable<OpenInterestSample> Descending(long intervalMs, long startMs, long endMs)
    {
        long previous = long.MaxValue;
        for (int i = _hours.Count - 1; i >= 0; i--)
        {
            long start = _hours[i].StartMs - _hours[i].StartMs % intervalMs;
            if (start == previous || start < startMs || start > endMs)
                continue;
            previous = start;
            yield return _hours[i] with { StartMs = start };
        }
    }
}
