namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The account's position in one market with what belongs to it: leverage, value of the open orders, realised profit. Sizes in
/// steps, money in exact decimals of collateral.
/// </summary>
internal sealed class Position(Market market)
{
    private readonly MarketRules _rules = market.Rules;
    private Side _side;
    private long _closedSize;
    private decimal _closedValue;

    public Market Market => market;

    public decimal Leverage { get; internal set; } = 10;

    /// <summary>Negative when short.</summary>
    public long Size { get; private set; }

    /// <summary>Largest size since it was opened, unsigned.</summary>
    public long MaxSize { get; private set; }

    /// <summary>Average price of what is open.</summary>
    public decimal OpenPrice { get; private set; }

    /// <summary>Average price of what was closed, 0 before that.</summary>
    public decimal ExitPrice => _closedSize == 0 ? 0 : _closedValue / _rules.Sizes.ToDecimal(_closedSize);

    /// <summary>Id of the open or last position, 0 before the first.</summary>
    public long Id { get; private set; }

    public long CreatedMs { get; private set; }

    public long UpdatedMs { get; private set; }

    /// <summary>Profit of what was closed, without fees.</summary>
    public decimal TradePnl { get; private set; }

    /// <summary>Funding received less funding paid.</summary>
    public decimal FundingFees { get; private set; }

    public decimal OpenFees { get; private set; }

    public decimal CloseFees { get; private set; }

    /// <summary>Profit realised by this position so far, fees and funding included.</summary>
    public decimal RealisedPnl => TradePnl + FundingFees - OpenFees - CloseFees;

    /// <summary>Value of the open buy orders.</summary>
    public decimal OpenBuys { get; internal set; }

    /// <summary>Value of the open sell orders.</summary>
    public decimal OpenSells { get; internal set; }

    public decimal Mark => market.Oracle.Mark;

    /// <summary>Position at the mark price, signed.</summary>
    public decimal Value => _rules.Sizes.ToDecimal(Size) * Mark;

    public decimal UnrealisedPnl => _rules.Sizes.ToDecimal(Size) * (Mark - OpenPrice);

    public decimal InitialMargin => MarginFor(OpenBuys, OpenSells);

    /// <summary>The larger of |position + open buys| and |position − open sells|, over the leverage.</summary>
    internal decimal MarginFor(decimal openBuys, decimal openSells) =>
        Math.Max(Math.Abs(Value + openBuys), Math.Abs(Value - openSells)) / Leverage;

    /// <summary>Applies a trade; the profit that it realised, fee not taken off.</summary>
    internal decimal Apply(Side side, long price, long size, decimal fee, long timeMs, Snowflake ids)
    {
        long signed = side == Side.Buy ? size : -size;
        long closing = Math.Sign(signed) == -Math.Sign(Size) ? Math.Min(size, Math.Abs(Size)) : 0;
        decimal closeFee = decimal.Round(fee * closing / size, 6, MidpointRounding.ToZero), pnl = 0;
        if (Size == 0)
            Open(timeMs, ids);
        if (closing > 0)
        {
            pnl = _rules.Sizes.ToDecimal(closing * Math.Sign(Size)) * (_rules.Prices.ToDecimal(price) - OpenPrice);
            TradePnl += pnl;
            CloseFees += closeFee;
            _closedSize += closing;
            _closedValue += _rules.Value(price, closing);
            Size += closing * Math.Sign(signed);
        }
        UpdatedMs = timeMs;
        if (closing == size)
            return pnl;
        if (closing > 0)
        {
            TurnedOver = ToClosed(timeMs);
            Open(timeMs, ids);
        }
        Add(signed - Math.Sign(signed) * closing, _rules.Prices.ToDecimal(price));
        OpenFees += fee - closeFee;
        UpdatedMs = timeMs;
        return pnl;
    }

    /// <summary>What a trade closed before it opened the other side, until it is taken.</summary>
    internal ClosedPosition? TurnedOver { get; set; }

    internal void AddFunding(decimal fee, long timeMs)
    {
        FundingFees += fee;
        UpdatedMs = timeMs;
    }

    internal ClosedPosition ToClosed(long timeMs) => new(
        Id, market, _side, Leverage, MaxSize, OpenPrice, ExitPrice, TradePnl, FundingFees, OpenFees, CloseFees, CreatedMs, timeMs);

    private void Add(long signed, decimal price)
    {
        decimal before = Math.Abs(_rules.Sizes.ToDecimal(Size)), added = Math.Abs(_rules.Sizes.ToDecimal(signed));
        OpenPrice = (OpenPrice * before + price * added) / (before + added);
        Size += signed;
        MaxSize = Math.Max(MaxSize, Math.Abs(Size));
        _side = Size > 0 ? Side.Buy : Side.Sell;
    }

    private void Open(long timeMs, Snowflake ids)
    {
        Id = ids.Next(timeMs);
        CreatedMs = timeMs;
        (OpenPrice, TradePnl, FundingFees, OpenFees, CloseFees) = (0, 0, 0, 0, 0);
        (MaxSize, _closedSize, _closedValue) = (0, 0, 0);
    }
}
