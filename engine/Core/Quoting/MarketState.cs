using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// What the market data streams show: the full book, the best bid and ask stream beside it, and the mark price. Of book and best
/// bid and ask the one with the later exchange time wins; while both are stale, the best bid and ask of the last REST poll. Own orders,
/// which the exchange shows like all others, are taken out.
/// </summary>
public sealed class MarketState
{
    private const int LevelsBehindOwn = 8;

    private readonly OrderBook _book;
    private readonly QuotingSettings _settings;
    private readonly ExchangeLag _lag = new();
    private readonly BackupPrices _backup = new();
    private BestBidAskPayload _best;
    private bool _hasBest;
    private bool _hasGap;
    private long _bestMs;
    private long _bookMs;

    /// <summary>Nothing is known yet.</summary>
    public MarketState(OrderBook book, QuotingSettings settings)
    {
        _book = book;
        _settings = settings;
        Watch = new FeedWatch(settings);
    }

    /// <summary>The doubts about the streams.</summary>
    public FeedWatch Watch { get; }

    /// <summary>
    /// As of when the streams' prices are, engine time: when the newest consistent book or best bid and ask arrived, less what it was held up on its
    /// way.
    /// </summary>
    public long UpdatedNs { get; private set; }

    /// <summary>Mark price, 1e-9 of the collateral; 0 before the first.</summary>
    public long MarkNano { get; private set; }

    /// <summary>Why the book cannot be read; <see cref="QuoteReason.None"/> if it can.</summary>
    public QuoteReason Problem => _book.IsValid ? QuoteReason.None : _hasGap ? QuoteReason.SequenceGap : QuoteReason.BookInvalid;

    private bool IsBestFresher => _hasBest && _bestMs > _bookMs;

    private Touch BookTouch => new(_book.BestBidTicks, _book.BestAskTicks);

    private Touch BestTouch => new(_best.BidTicks, _best.AskTicks);

    /// <summary>The exchange's time of the prices in use.</summary>
    private long FreshestMs => IsBestFresher ? _bestMs : _bookMs;

    /// <summary>Why there are no prices to quote from; <see cref="QuoteReason.None"/> if there are.</summary>
    public QuoteReason ProblemAt(long nowNs)
    {
        if (IsOnBackup(nowNs))
            return QuoteReason.None;
        if (Problem != QuoteReason.None)
            return Problem;
        return nowNs - UpdatedNs > _settings.MaxDataAgeNs ? QuoteReason.BookStale : Watch.Problem(nowNs);
    }

    /// <summary>Whether the prices in use are those of a REST poll, because the streams are stale.</summary>
    public bool IsOnBackup(long nowNs) =>
        nowNs - UpdatedNs > _settings.StreamStaleNs && _backup.IsFresh(_settings.BackupMaxAgeNs, nowNs);

    /// <summary>One level of a book frame. True if the frame is complete and the book consistent.</summary>
    public bool OnBookLevel(in Event e, long nowNs)
    {
        BookUpdate update = _book.Apply(e);
        if (update == BookUpdate.SequenceGap)
            _hasGap = true;
        if (update is not (BookUpdate.Applied or BookUpdate.Crossed))
            return false;
        _hasGap = false;
        _bookMs = e.ExchangeMs;
        Watch.OnBookFrame(nowNs);
        Update(e.ExchangeMs, nowNs);
        return true;
    }

    /// <summary>The best bid and ask stream.</summary>
    public void OnBestBidAsk(in BestBidAskPayload best, long exchangeMs, long nowNs)
    {
        if (exchangeMs < _bestMs)
            return;
        _best = best;
        _bestMs = exchangeMs;
        _hasBest = true;
        Update(exchangeMs, nowNs);
    }

    /// <summary>A REST poll was answered.</summary>
    public void OnBackup(in BestBidAskPayload prices, long nowNs) =>
        _backup.OnAnswer(prices, UpdatedNs, _settings.StreamStaleNs, nowNs);

    /// <summary>A public trade, to be compared with the prices in use.</summary>
    public void OnTrade(in PublicTradePayload trade, long nowNs)
    {
        if (Problem == QuoteReason.None)
            Watch.OnTrade(trade, IsBestFresher ? BestTouch : BookTouch, FreshestMs, nowNs);
    }

    /// <summary>The mark price.</summary>
    public void OnMarkPrice(long priceNano, long nowNs)
    {
        MarkNano = priceNano;
        Watch.OnMark(nowNs);
    }

    /// <summary>The book's frames can no longer be trusted; the next snapshot begins it anew.</summary>
    public void InvalidateBook(bool isGap)
    {
        _book.Invalidate();
        Watch.Forget(StreamId.OrderBook);
        _hasGap = isGap;
    }

    /// <summary>The best bid and ask stream broke off.</summary>
    public void InvalidateBest()
    {
        _hasBest = false;
        _bestMs = 0;
        Watch.Forget(StreamId.BestBidAsk);
    }

    /// <summary>The touch of others in the REST poll's prices.</summary>
    public Touch BackupTouchWithout(OrderLifecycle own) => _backup.TouchWithout(
        own.OwnStepsAt(Side.Buy, _backup.BidTicks, bookMs: 0), own.OwnStepsAt(Side.Sell, _backup.AskTicks, bookMs: 0));

    /// <summary>The touch of others in the streams' prices; only while there is no <see cref="Problem"/>.</summary>
    public Touch TouchWithout(OrderLifecycle own) => IsBestFresher
        ? new Touch(
            OthersBest(own, Side.Buy, _best.BidTicks, _best.BidSteps, _bestMs),
            OthersBest(own, Side.Sell, _best.AskTicks, _best.AskSteps, _bestMs))
        : new Touch(
            OthersBest(own, Side.Buy, _book.BestBidTicks, _book.BestBidSteps, _bookMs),
            OthersBest(own, Side.Sell, _book.BestAskTicks, _book.BestAskSteps, _bookMs));

    /// <summary>Steps of others at a best price that <see cref="TouchWithout"/> gave.</summary>
    public long StepsWithout(OrderLifecycle own, Side side, long priceTicks)
    {
        long bestTicks = side == Side.Buy ? _best.BidTicks : _best.AskTicks;
        bool isOfBest = IsBestFresher && bestTicks == priceTicks;
        long steps = !isOfBest ? _book.StepsAt(side, priceTicks) : side == Side.Buy ? _best.BidSteps : _best.AskSteps;
        return Math.Max(0, steps - own.OwnStepsAt(side, priceTicks, isOfBest ? _bestMs : _bookMs));
    }

    /// <summary>Steps of others that an order at a price would queue behind; <see cref="long.MaxValue"/> beyond the last level of the book.</summary>
    public long QueueWithout(OrderLifecycle own, Side side, long priceTicks)
    {
        long worst = _book.WorstTicks(side);
        bool isBeyond = worst == 0 || (side == Side.Buy ? priceTicks < worst : priceTicks > worst);
        return isBeyond ? long.MaxValue : Math.Max(0, _book.StepsAt(side, priceTicks) - own.OwnStepsAt(side, priceTicks, _bookMs));
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash, int levels)
    {
        _book.AddTo(ref hash, levels);
        hash.Add(_hasGap);
        hash.Add(_hasBest);
        hash.Add(_best.BidTicks);
        hash.Add(_best.BidSteps);
        hash.Add(_best.AskTicks);
        hash.Add(_best.AskSteps);
        hash.Add(_bestMs);
        hash.Add(_bookMs);
        hash.Add(UpdatedNs);
        hash.Add(MarkNano);
        Watch.AddTo(ref hash);
        _lag.AddTo(ref hash);
        _backup.AddTo(ref hash);
    }

    /// <summary>The streams' prices are new.</summary>
    private void Update(long exchangeMs, long nowNs)
    {
        _lag.Observe(exchangeMs, nowNs);
        UpdatedNs = Math.Max(UpdatedNs, nowNs - _lag.ExcessNs(FreshestMs, nowNs));
        _backup.Forget();
        if (_book.IsValid)
            Watch.OnPrices(BookTouch, _bookMs, _hasBest ? BestTouch : null, _bestMs, nowNs);
    }

    private long OthersBest(OrderLifecycle own, Side side, long priceTicks, long steps, long exchangeMs) =>
        priceTicks == 0 || steps > own.OwnStepsAt(side, priceTicks, exchangeMs)
            ? priceTicks
            : BehindOwn(own, side, priceTicks);

    /// <summary>The level at the best is ours alone: the next one in the book that is not.</summary>
    private long BehindOwn(OrderLifecycle own, Side side, long bestTicks)
    {
        Span<BookDepth> levels = stackalloc BookDepth[LevelsBehindOwn];
        int count = _book.CopyTop(side, levels);
        for (int i = 0; i < count; i++)
        {
            BookDepth level = levels[i];
            bool isBehind = side == Side.Buy ? level.PriceTicks < bestTicks : level.PriceTicks > bestTicks;
            if (isBehind && level.Steps > own.OwnStepsAt(side, level.PriceTicks, _bookMs))
                return level.PriceTicks;
        }
        return 0;
    }
}
