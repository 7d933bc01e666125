using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// What the market data streams show: the full book, the best bid and ask stream beside it, and the mark price. Of book and best
/// bid and ask the one with the later exchange time wins. Own orders, which the exchange shows like all others, are taken out.
/// </summary>
public sealed class MarketState
{
    private const int LevelsBehindOwn = 8;

    private readonly OrderBook _book;
    private BestBidAskPayload _best;
    private bool _hasBest;
    private bool _hasGap;
    private long _bestMs;
    private long _bookMs;

    /// <summary>Nothing is known yet.</summary>
    public MarketState(OrderBook book) => _book = book;

    /// <summary>Engine time of the newest consistent book or best bid and ask.</summary>
    public long UpdatedNs { get; private set; }

    /// <summary>Mark price, 1e-9 of the collateral; 0 before the first.</summary>
    public long MarkNano { get; private set; }

    /// <summary>Why the book cannot be read; <see cref="QuoteReason.None"/> if it can.</summary>
    public QuoteReason Problem => _book.IsValid ? QuoteReason.None : _hasGap ? QuoteReason.SequenceGap : QuoteReason.BookInvalid;

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
        UpdatedNs = nowNs;
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
        UpdatedNs = nowNs;
    }

    /// <summary>The mark price.</summary>
    public void OnMarkPrice(long priceNano) => MarkNano = priceNano;

    /// <summary>The book's frames can no longer be trusted; the next snapshot begins it anew.</summary>
    public void InvalidateBook(bool isGap)
    {
        _book.Invalidate();
        _hasGap = isGap;
    }

    /// <summary>The best bid and ask stream broke off.</summary>
    public void InvalidateBest()
    {
        _hasBest = false;
        _bestMs = 0;
    }

    /// <summary>The touch of others; only while there is no <see cref="Problem"/>.</summary>
    public Touch TouchWithout(OrderLifecycle own)
    {
        bool bestIsFresher = _hasBest && _bestMs > _bookMs;
        return bestIsFresher
            ? new Touch(
                OthersBest(own, Side.Buy, _best.BidTicks, _best.BidSteps, _bestMs),
                OthersBest(own, Side.Sell, _best.AskTicks, _best.AskSteps, _bestMs))
            : new Touch(
                OthersBest(own, Side.Buy, _book.BestBidTicks, _book.BestBidSteps, _bookMs),
                OthersBest(own, Side.Sell, _book.BestAskTicks, _book.BestAskSteps, _bookMs));
    }

    /// <summary>Steps of others at a best price that <see cref="TouchWithout"/> gave.</summary>
    public long StepsWithout(OrderLifecycle own, Side side, long priceTicks)
    {
        long bestTicks = side == Side.Buy ? _best.BidTicks : _best.AskTicks;
        bool isOfBest = _hasBest && _bestMs > _bookMs && bestTicks == priceTicks;
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
    public void AddTo(ref StateHasher hash)
    {
        _book.AddTo(ref hash);
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
