using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>
/// Holds the rule of <c>seq</c> on a stream of all markets, where the exchange does not document whether it counts a connection's frames or
/// each market's: the first frame of a second market tells which, and from then on one rule holds.
/// </summary>
internal sealed class AllMarketsSequence
{
    private readonly Dictionary<string, long> _lastOfMarket = [];
    private Scope _scope;
    private long _first;
    private long _last;

    private enum Scope
    {
        /// <summary>One market so far: both rules say the same.</summary>
        Open,

        /// <summary>Each frame has the connection's number plus one.</summary>
        Connection,

        /// <summary>Each frame has its market's number plus one, and all markets begin with the same.</summary>
        Market,
    }

    /// <summary>The <c>seq</c> that the refused frame should have had.</summary>
    public long Expected { get; private set; }

    /// <summary>Takes the next frame's <c>seq</c>; <see cref="RejectionReason.None"/> if it follows.</summary>
    /// <param name="seq">The frame's number.</param>
    /// <param name="market">Its market; null for a frame without content that we know.</param>
    public RejectionReason Take(long seq, string? market)
    {
        if (_lastOfMarket.Count == 0 && market is not null)
        {
            _first = seq;
            return Accept(seq, market);
        }
        bool isNew = market is not null && !_lastOfMarket.ContainsKey(market);
        if (_scope == Scope.Open && isNew)
            _scope = seq == _first ? Scope.Market : Scope.Connection;
        if (market is null && _scope != Scope.Connection)
        {
            // Its number counts if a connection's frames are counted.
            _last += seq == _last + 1 ? 1 : 0;
            return RejectionReason.None;
        }
        Expected = (_scope, isNew) switch
        {
            (Scope.Market, true) => _first,
            (Scope.Market, false) => _lastOfMarket[market!] + 1,
            _ => _last + 1,
        };
        if (seq == Expected)
            return Accept(seq, market);
        return seq > Expected ? RejectionReason.SequenceGap : RejectionReason.SequenceRegression;
    }

    /// <summary>Forgets: a new connection begins.</summary>
    public void Restart()
    {
        _lastOfMarket.Clear();
        _scope = Scope.Open;
    }

    private RejectionReason Accept(long seq, string? market)
    {
        _last = seq;
        if (market is not null)
            _lastOfMarket[market] = seq;
        return RejectionReason.None;
    }
}
