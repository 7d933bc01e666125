namespace LowLatencyMM.Core.Quoting;

/// <summary>The best bid and ask of others, of one moment. A side without level has price 0.</summary>
/// <param name="BidTicks">Best bid in ticks.</param>
/// <param name="AskTicks">Best ask in ticks.</param>
public readonly record struct Touch(long BidTicks, long AskTicks)
{
    /// <summary>Best bid + best ask: twice the mid, in ticks.</summary>
    public long Mid2 => BidTicks + AskTicks;

    /// <summary>Whether a side has no level.</summary>
    public bool IsOneSided => BidTicks == 0 || AskTicks == 0;

    /// <summary>Whether the best bid is not below the best ask.</summary>
    public bool IsCrossed => BidTicks >= AskTicks;
}
