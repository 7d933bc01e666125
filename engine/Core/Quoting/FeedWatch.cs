using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// Doubts the market data: sources that contradict each other, trades that print through a best price that does not move, and streams that
/// fall silent. A doubt stops quoting where the prices themselves are in question, and when it lasts, the stream is connected anew.
/// </summary>
/// <remarks>Pure; allocates nothing.</remarks>
public sealed class FeedWatch
{
    /// <summary>A stream is not asked for a new connection again before this has passed.</summary>
    public const long RequestPauseNs = 10_000_000_000;

    private readonly QuotingSettings _settings;
    private Touch _bookTouch;
    private Touch _bestTouch;
    private long _differSinceNs;
    private StreamId _behind;
    private long _throughMs;
    private long _throughSinceNs;
    private long _bookNs;
    private long _markNs;
    private long _nextBookRequestNs;
    private long _nextBestRequestNs;
    private long _nextMarkRequestNs;

    /// <summary>Watches with the market's limits.</summary>
    public FeedWatch(QuotingSettings settings) => _settings = settings;

    /// <summary>Why the prices must not be quoted from; none if they may.</summary>
    public QuoteReason Problem(long nowNs)
    {
        if (Lasts(_differSinceNs, nowNs) > _settings.DisagreementNs)
            return QuoteReason.SourcesDisagree;
        return Lasts(_throughSinceNs, nowNs) > _settings.TradedThroughNs ? QuoteReason.TradedThrough : QuoteReason.None;
    }

    /// <summary>A consistent book, or best bid and ask, arrived.</summary>
    /// <param name="book">Best prices of the full book.</param>
    /// <param name="bookMs">The book's exchange time.</param>
    /// <param name="best">Best prices of the best bid and ask stream; none if it is not there: then there is nothing to compare.</param>
    /// <param name="bestMs">Its exchange time.</param>
    /// <param name="nowNs">Engine time.</param>
    public void OnPrices(in Touch book, long bookMs, in Touch? best, long bestMs, long nowNs)
    {
        _bookTouch = book;
        _bestTouch = best ?? default;
        if (Math.Max(bookMs, bestMs) >= _throughMs)
            _throughSinceNs = 0;
        if (best is not { } other || other == book)
        {
            _differSinceNs = 0;
            return;
        }
        _behind = bestMs < bookMs ? StreamId.BestBidAsk : StreamId.OrderBook;
        if (_differSinceNs == 0)
            _differSinceNs = nowNs;
    }

    /// <summary>A frame of the full book arrived.</summary>
    public void OnBookFrame(long nowNs) => _bookNs = nowNs;

    /// <summary>A mark price arrived.</summary>
    public void OnMark(long nowNs) => _markNs = nowNs;

    /// <summary>A public trade arrived.</summary>
    /// <param name="trade">The trade.</param>
    /// <param name="touch">The best prices that are in use, own orders included.</param>
    /// <param name="touchMs">Their exchange time.</param>
    /// <param name="nowNs">Engine time.</param>
    public void OnTrade(in PublicTradePayload trade, in Touch touch, long touchMs, long nowNs)
    {
        bool isThrough = trade.TakerSide == Side.Buy
            ? touch.AskTicks != 0 && trade.PriceTicks > touch.AskTicks
            : trade.TakerSide == Side.Sell && touch.BidTicks != 0 && trade.PriceTicks < touch.BidTicks;
        if (!isThrough || trade.TradeType != TradeType.Trade || trade.TradeMs <= touchMs)
            return;
        _throughMs = trade.TradeMs;
        if (_throughSinceNs == 0)
            _throughSinceNs = nowNs;
    }

    /// <summary>A stream's connection changed: what was held against it is forgotten.</summary>
    public void Forget(StreamId stream)
    {
        if (stream is StreamId.OrderBook or StreamId.BestBidAsk)
        {
            _differSinceNs = 0;
            _throughSinceNs = 0;
        }
        if (stream == StreamId.OrderBook)
            _bookNs = 0;
        else if (stream == StreamId.MarkPrice)
            _markNs = 0;
    }

    /// <summary>Whether a stream shall be connected anew now; at most one at a time.</summary>
    public bool TryDistrust(long nowNs, out StreamDistrustedPayload distrusted)
    {
        distrusted = default;
        long through = Lasts(_throughSinceNs, nowNs);
        // Twice the limit: a late frame costs a pause in quoting, not the connection.
        bool found = Ask(StreamId.OrderBook, DistrustReason.Silence, Lasts(_bookNs, nowNs), _settings.BookSilenceNs, nowNs, ref distrusted)
            || Ask(_behind, DistrustReason.Disagreement, Lasts(_differSinceNs, nowNs), _settings.DisagreementNs, nowNs, ref distrusted)
            || Ask(StreamId.OrderBook, DistrustReason.TradedThrough, through, 2 * _settings.TradedThroughNs, nowNs, ref distrusted)
            || Ask(StreamId.BestBidAsk, DistrustReason.TradedThrough, through, 2 * _settings.TradedThroughNs, nowNs, ref distrusted)
            || Ask(StreamId.MarkPrice, DistrustReason.Silence, Lasts(_markNs, nowNs), _settings.MarkSilenceNs, nowNs, ref distrusted);
        if (!found)
            return false;
        distrusted.BookBidTicks = _bookTouch.BidTicks;
        distrusted.BookAskTicks = _bookTouch.AskTicks;
        distrusted.BestBidTicks = _bestTouch.BidTicks;
        distrusted.BestAskTicks = _bestTouch.AskTicks;
        return true;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_differSinceNs);
        hash.Add((long)_behind);
        hash.Add(_throughMs);
        hash.Add(_throughSinceNs);
        hash.Add(_bookNs);
        hash.Add(_markNs);
        hash.Add(_nextBookRequestNs);
        hash.Add(_nextBestRequestNs);
        hash.Add(_nextMarkRequestNs);
    }

    private static long Lasts(long sinceNs, long nowNs) => sinceNs == 0 ? 0 : nowNs - sinceNs;

    private bool Ask(
        StreamId stream, DistrustReason reason, long lastedNs, long limitNs, long nowNs, ref StreamDistrustedPayload distrusted)
    {
        if (lastedNs <= limitNs)
            return false;
        ref long next = ref NextRequestNs(stream);
        if (nowNs < next)
            return false;
        next = nowNs + RequestPauseNs;
        // Of two that disagree one is asked first: its new snapshot may settle the matter.
        if (reason == DistrustReason.Disagreement)
            _nextBookRequestNs = _nextBestRequestNs = next;
        distrusted.Distrusted = (long)stream;
        distrusted.Reason = reason;
        distrusted.LastedNs = lastedNs;
        distrusted.LimitNs = limitNs;
        return true;
    }

    private ref long NextRequestNs(StreamId stream)
    {
        if (stream == StreamId.BestBidAsk)
            return ref _nextBestRequestNs;
        if (stream == StreamId.MarkPrice)
            return ref _nextMarkRequestNs;
        return ref _nextBookRequestNs;
    }
}
