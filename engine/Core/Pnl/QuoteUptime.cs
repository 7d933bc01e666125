namespace LowLatencyMM.Core.Pnl;

/// <summary>How much of the time in which quoting was allowed every wanted side had an order resting.</summary>
public sealed class QuoteUptime
{
    private long _sinceNs;
    private bool _wasAllowed;
    private bool _wasQuoted;

    /// <summary>Time in which quoting was allowed, nanoseconds.</summary>
    public long AllowedNs { get; private set; }

    /// <summary>The part of it in which every wanted side had an order resting.</summary>
    public long QuotedNs { get; private set; }

    /// <summary>Time has come to <paramref name="nowNs"/>; from now on holds what is given.</summary>
    public void Advance(long nowNs, bool isAllowed, bool isQuoted)
    {
        if (_wasAllowed)
            AllowedNs += nowNs - _sinceNs;
        if (_wasAllowed && _wasQuoted)
            QuotedNs += nowNs - _sinceNs;
        _sinceNs = nowNs;
        _wasAllowed = isAllowed;
        _wasQuoted = isQuoted;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_sinceNs);
        hash.Add(_wasAllowed);
        hash.Add(_wasQuoted);
        hash.Add(AllowedNs);
        hash.Add(QuotedNs);
    }
}
