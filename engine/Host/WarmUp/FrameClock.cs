using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>The exchange's time, and the sequence of each of its streams.</summary>
public sealed class FrameClock
{
    private const long FirstSequence = 1_000_000_000;

    private readonly long[] _sequences = new long[Enum.GetValues<StreamKind>().Max(kind => (int)kind) + 1];

    /// <summary>Nanoseconds since 1970.</summary>
    public long NowNs { get; private set; } = 1_790_000_000_000_000_000;

    /// <summary>Lets time pass.</summary>
    public void Advance(long ns) => NowNs += ns;

    /// <summary>The frame as the next one of its stream, at this time.</summary>
    public ReadOnlySpan<byte> Stamp(Frame frame) => frame.Stamp(NowNs / 1_000_000, FirstSequence + _sequences[(int)frame.Stream]++);
}
