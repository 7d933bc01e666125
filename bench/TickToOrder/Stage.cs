using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Bench.TickToOrder;

/// <summary>A stage of the way from the exchange's schedule to the order's bytes, and how long it took, nanoseconds.</summary>
/// <param name="Key">Its name in files.</param>
/// <param name="Name">From where to where.</param>
internal sealed record Stage(string Key, string Name)
{
    public LatencyHistogram Times { get; } = new();
}
