using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;

namespace LowLatencyMM.Host.Estimates;

/// <summary>
/// The book and the best bid and ask of a <see cref="MarketHistory"/>. As live, of the two the one with the later exchange time
/// gives the touch.
/// </summary>
internal sealed class PastBook(Func<long, long> lotSteps) : IQueueView
{
    private readonly OrderBook _book = new();
    private BestBidAskPayload _best;
    private long _bestMs = -1;
    private long _bookMs = -1;

    /// <summary>The touch; without a level on a side its price is 0.</summary>
    public Touch Touch => _bestMs > _bookMs
        ? new Touch(_best.BidTicks, _best.AskTicks)
        : _book.IsValid ? new Touch(_book.BestBidTicks, _book.BestAskTicks) : default;

    /// <summary>Takes a book or best bid and ask event. True if the touch can be read now.</summary>
    public bool Apply(in Event e)
    {
        if (e.Kind == EventKind.BestBidAsk)
        {
            if (e.ExchangeMs < _bestMs)
                return false;
            _best = e.BestBidAsk;
            _bestMs = e.ExchangeMs;
        }
        else
        {
            BookUpdate update = _book.Apply(e);
            if (update is not (BookUpdate.Applied or BookUpdate.Crossed))
                return false;
            _bookMs = e.ExchangeMs;
        }
        return !Touch.IsOneSided && !Touch.IsCrossed;
    }

    /// <summary>The data broke off.</summary>
    public void Break()
    {
        _book.Invalidate();
        _bestMs = -1;
        _bookMs = -1;
    }

    /// <inheritdoc/>
    public long QueueAhead(Side side, long priceTicks)
    {
        long worst = _book.IsValid ? _book.WorstTicks(side) : 0;
        bool isBeyond = worst == 0 || (side == Side.Buy ? priceTicks < worst : priceTicks > worst);
        return isBeyond ? long.MaxValue : _book.StepsAt(side, priceTicks);
    }

    /// <inheritdoc/>
    public long LotSteps(long mid2) => lotSteps(mid2);
}
