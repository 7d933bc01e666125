namespace LowLatencyMM.Bench.Ladder;

/// <summary>A clock that stands where its owner puts it: nanoseconds since 1970.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    public long NowNs { get; set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => NowNs;
}
