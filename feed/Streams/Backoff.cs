namespace LowLatencyMM.Feed.Streams;

/// <summary>Pauses between connection attempts: exponential, with seeded jitter of ±50 %, within [first / 2, last].</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan last, int seed)
{
    private readonly Random _random = new(seed);
    private int _failures;

    /// <summary>The pause before the next attempt, in milliseconds.</summary>
    public int NextMs()
    {
        double pause = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 30)), last.TotalMilliseconds);
        _failures++;
        return (int)Math.Clamp(pause * (0.5 + _random.NextDouble()), 0, last.TotalMilliseconds);
    }

    /// <summary>Starts over after a healthy connection.</summary>
    public void Reset() => _failures = 0;
}
