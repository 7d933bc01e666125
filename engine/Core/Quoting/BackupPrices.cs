using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// The best bid and ask of the last REST poll, for the time in which the streams are stale. It is never used over data that are newer than the
/// poll's request, and no estimator sees it.
/// </summary>
/// <remarks>Pure; allocates nothing.</remarks>
public sealed class BackupPrices
{
    private BestBidAskPayload _prices;
    private long _receivedNs;

    /// <summary>A poll was answered. Taken only if the streams are stale, and older than the request.</summary>
    /// <param name="prices">The answer.</param>
    /// <param name="streamNs">As of when the streams' data are, engine time.</param>
    /// <param name="staleNs">Age from which they are stale.</param>
    /// <param name="nowNs">Engine time.</param>
    public void OnAnswer(in BestBidAskPayload prices, long streamNs, long staleNs, long nowNs)
    {
        if (prices.RequestedNs <= streamNs || nowNs - streamNs <= staleNs)
            return;
        _prices = prices;
        _receivedNs = nowNs;
    }

    /// <summary>The streams are back: what REST said is old.</summary>
    public void Forget() => _receivedNs = 0;

    /// <summary>Whether there is an answer not older than <paramref name="maxAgeNs"/>.</summary>
    public bool IsFresh(long maxAgeNs, long nowNs) => _receivedNs != 0 && nowNs - _receivedNs <= maxAgeNs;

    /// <summary>The best prices of others: where the best level is ours alone, the next one. 0 for none.</summary>
    /// <param name="ownBidSteps">Own size that may rest at the best bid.</param>
    /// <param name="ownAskSteps">Own size that may rest at the best ask.</param>
    public Touch TouchWithout(long ownBidSteps, long ownAskSteps) => new(
        _prices.BidSteps > ownBidSteps ? _prices.BidTicks : _prices.NextBidTicks,
        _prices.AskSteps > ownAskSteps ? _prices.AskTicks : _prices.NextAskTicks);

    /// <summary>Best bid with own orders, ticks.</summary>
    public long BidTicks => _prices.BidTicks;

    /// <summary>Best ask with own orders, ticks.</summary>
    public long AskTicks => _prices.AskTicks;

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_receivedNs);
        hash.Add(_prices.BidTicks);
        hash.Add(_prices.BidSteps);
        hash.Add(_prices.AskTicks);
        hash.Add(_prices.AskSteps);
        hash.Add(_prices.NextBidTicks);
        hash.Add(_prices.NextAskTicks);
    }
}
