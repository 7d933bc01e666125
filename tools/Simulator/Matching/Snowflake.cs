namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// Ids that carry their time, as the exchange's do: milliseconds since 1288834974657 in the high bits, a counter in the low 22.
/// Always growing.
/// </summary>
internal sealed class Snowflake
{
    private const long EpochMs = 1_288_834_974_657;
    private const int CounterBits = 22;

    private long _last;

    public long Next(long timeMs) => _last = Math.Max(_last + 1, (timeMs - EpochMs) << CounterBits);

    /// <summary>Time in an id, epoch milliseconds.</summary>
    public static long TimeMs(long id) => (id >> CounterBits) + EpochMs;
}
