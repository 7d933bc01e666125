namespace LowLatencyMM.Gateway;

/// <summary>How often an order's signature was there before the order, counted by the engine's thread.</summary>
/// <param name="time">The time that signatures are stamped with.</param>
public sealed class SignedAhead(TimeProvider time)
{
    /// <summary>Orders that were signed ahead.</summary>
    public long Ready { get; private set; }

    /// <summary>Orders that were planned, but not signed yet.</summary>
    public long NotReady { get; private set; }

    /// <summary>Orders that were not planned.</summary>
    public long NotPlanned { get; private set; }

    /// <summary>Share of all orders that were signed ahead, 0 to 1; 0 before the first.</summary>
    public double HitRate => Ready == 0 ? 0 : (double)Ready / (Ready + NotReady + NotPlanned);

    /// <summary>How old the signatures that were used were, mean, milliseconds; 0 before the first.</summary>
    public double MeanAgeMs => Ready == 0 ? 0 : (double)TotalAgeTicks / Ready * 1_000 / time.TimestampFrequency;

    /// <summary>Sum of the ages of the signatures that were used, in the ticks of the time.</summary>
    public long TotalAgeTicks { get; private set; }

    /// <summary>Counts one order.</summary>
    internal void Count(LadderFind found, long signedAt)
    {
        if (found == LadderFind.NotPlanned)
        {
            NotPlanned++;
            return;
        }
        if (found == LadderFind.NotReady)
        {
            NotReady++;
            return;
        }
        Ready++;
        TotalAgeTicks += time.GetTimestamp() - signedAt;
    }
}
