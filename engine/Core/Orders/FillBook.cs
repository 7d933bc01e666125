using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Pnl;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Brings each fill into the ledger once, whether an ORDER update or a TRADE tells of it first. ORDER updates give the
/// cumulative size at once; the exact price and fee follow with the TRADEs, and the difference is booked then.
/// </summary>
public sealed class FillBook
{
    private const int RememberedTrades = 65_536;

    private readonly MarketUnits _units;
    private readonly MarketPnl _pnl;
    private readonly RecentIds _trades = new(RememberedTrades);
    private long _asOfMs;
    private bool _asOfHoldsForOwn;
    private long _lastBuyNs;
    private long _lastSellNs;

    /// <summary>Books into a market's profit and loss.</summary>
    public FillBook(MarketUnits units, MarketPnl pnl)
    {
        _units = units;
        _pnl = pnl;
    }

    /// <summary>The exchange's time of the newest fill, milliseconds.</summary>
    public long LastFillMs { get; private set; }

    /// <summary>Side of the newest own fill; none before the first.</summary>
    public Side LastFillSide { get; private set; }

    /// <summary>Engine time of the newest own fill of a side; 0 before the first.</summary>
    public long LastFillNs(Side side) => side == Side.Buy ? _lastBuyNs : _lastSellNs;

    /// <summary>Whether a trade id was counted already.</summary>
    public bool Knows(long tradeId) => _trades.Contains(tradeId);

    /// <summary>Remembers a trade id; false if it was counted already.</summary>
    public bool Remember(long tradeId) => _trades.Add(tradeId);

    /// <summary>The position was taken from the exchange as of a time: fills up to then are in it.</summary>
    /// <param name="asOfMs">The exchange's time of the position.</param>
    /// <param name="isCorrection">Whether own fills may be in it that were not booked yet.</param>
    public void TakePosition(long asOfMs, bool isCorrection)
    {
        _asOfMs = Math.Max(_asOfMs, asOfMs);
        _asOfHoldsForOwn |= isCorrection;
    }

    /// <summary>Adds a TRADE to its order; book it with <see cref="Book"/>.</summary>
    public void AddTrade(ref OwnOrder order, in AccountTradePayload trade)
    {
        _pnl.Ledger.CountFill(ValueOf(trade), trade.IsTaker != 0);
        order.TradedSteps += trade.QuantitySteps;
        order.TradedMicro += ValueOf(trade);
        order.TradedFeeNano += trade.FeeNano;
    }

    /// <summary>Brings what is new of an order into the ledger.</summary>
    public void Book(ref OwnOrder order, long exchangeMs, long nowNs)
    {
        long steps = order.FilledSteps - order.BookedSteps;
        long value = ValueOf(order) - order.BookedMicro;
        long fee = FeeNanoOf(order) - order.BookedFeeNano;
        order.BookedSteps += steps;
        order.BookedMicro += value;
        order.BookedFeeNano += fee;
        _pnl.Ledger.AddFee(fee);
        if (steps > 0)
        {
            NoteFill(order.Side, exchangeMs, nowNs);
            if (!_asOfHoldsForOwn || exchangeMs > _asOfMs)
                _pnl.Fill(order.Side, steps, value, nowNs);
        }
        else if (value != 0)
        {
            _pnl.AdjustValue(order.Side, value);
        }
    }

    /// <summary>Books a fill that has no own order (liquidation, deleveraging, another program); false if the position has it already.</summary>
    public bool BookForeign(in AccountTradePayload trade, long nowNs)
    {
        if (trade.CreatedMs <= _asOfMs)
            return false;
        LastFillMs = Math.Max(LastFillMs, trade.CreatedMs);
        _pnl.Ledger.CountFill(ValueOf(trade), trade.IsTaker != 0);
        _pnl.Ledger.AddFee(trade.FeeNano);
        _pnl.Fill(trade.Side, trade.QuantitySteps, ValueOf(trade), nowNs);
        return true;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _trades.AddTo(ref hash);
        hash.Add(_asOfMs);
        hash.Add(_asOfHoldsForOwn);
        hash.Add(LastFillMs);
        hash.Add((long)LastFillSide);
        hash.Add(_lastBuyNs);
        hash.Add(_lastSellNs);
    }

    private void NoteFill(Side side, long exchangeMs, long nowNs)
    {
        LastFillMs = Math.Max(LastFillMs, exchangeMs);
        LastFillSide = side;
        if (side == Side.Buy)
            _lastBuyNs = nowNs;
        else
            _lastSellNs = nowNs;
    }

    private long ValueOf(in AccountTradePayload trade) =>
        trade.ValueMicro != 0 ? trade.ValueMicro : _units.ValueOfNanoMicro(trade.PriceNano, trade.QuantitySteps);

    private long ValueOf(in OwnOrder order)
    {
        if (order.TradedSteps >= order.ReportedSteps)
            return order.TradedMicro;
        return order.AveragePriceNano > 0
            ? _units.ValueOfNanoMicro(order.AveragePriceNano, order.ReportedSteps)
            : order.TradedMicro + _units.ValueMicro(order.PriceTicks, order.ReportedSteps - order.TradedSteps);
    }

    private static long FeeNanoOf(in OwnOrder order) =>
        order.TradedSteps >= order.ReportedSteps ? order.TradedFeeNano : Math.Max(order.TradedFeeNano, order.ReportedFeeNano);
}
