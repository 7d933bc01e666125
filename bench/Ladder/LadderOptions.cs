namespace LowLatencyMM.Bench.Ladder;

/// <summary>What can be chosen about a simulation of the ladder.</summary>
internal sealed record LadderOptions
{
    /// <summary>Time of one signature, nanoseconds.</summary>
    public long SignNs { get; init; } = 41_000;

    /// <summary>Whether planned orders are signed ahead at all.</summary>
    public bool SignsAhead { get; init; } = true;

    /// <summary>Seed of when the signing thread is kept from its core for long; null for never.</summary>
    public int? StallSeed { get; init; }

    /// <summary>From an offer to the signing thread's first step, nanoseconds: what it costs to wake a thread that sleeps.</summary>
    public long WakeNs { get; init; } = 60_000;

    /// <summary>From a request to its answer, nanoseconds; the exchange has it after half of that.</summary>
    public long RoundTripNs { get; init; } = 1_000_000;

    /// <summary>How often an order may be replaced, nanoseconds.</summary>
    public long RefreshNs { get; init; } = 10_000_000;

    /// <summary>Move that replaces an order, basis points; 0 for one tick.</summary>
    public double ThresholdBps { get; init; }

    /// <summary>Age at which an order is replaced in any case, nanoseconds.</summary>
    public long ForceReplaceNs { get; init; } = 3_600_000_000_000;

    /// <summary>How far behind the wanted price a planned order may be taken, basis points.</summary>
    public double ToleranceBps { get; init; } = 0.2;

    /// <summary>How often the recording is played, one after the other.</summary>
    public int Loops { get; init; } = 1;
}
