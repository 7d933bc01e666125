namespace LowLatencyMM.Host.Ingress;

/// <summary>The newest fill that has been seen: where a recovery of missed fills ends. Trade ids grow with time.</summary>
public sealed class NewestFill
{
    private long _id = -1;

    /// <summary>Its trade id, 0 if the account has no fills; null if nothing is known yet.</summary>
    public long? Newest => Volatile.Read(ref _id) is >= 0 and var id ? id : null;

    /// <summary>Notes a fill; older ones change nothing.</summary>
    public void Note(long tradeId)
    {
        long seen = Volatile.Read(ref _id);
        while (tradeId > seen)
        {
            long before = Interlocked.CompareExchange(ref _id, tradeId, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
