namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The account's money and its one position, in exact decimals of collateral; margin as the exchange's documents give it
/// (equity = balance + unrealised PnL at the mark; initial margin = the larger of |position + open buys| and |position + open
/// sells|, over leverage).
/// </summary>
internal sealed class Account
{
    private readonly MarketRules _rules;

    internal Account(MarketRules rules, decimal balance)
    {
        _rules = rules;
        Balance = balance;
        Leverage = 10;
    }

    /// <summary>Wallet balance: deposits, realised PnL and fees.</summary>
    public decimal Balance { get; private set; }

    public decimal Leverage { get; internal set; }

    /// <summary>Steps; negative when short.</summary>
    public long Position { get; private set; }

    /// <summary>Average price of the open position.</summary>
    public decimal OpenPrice { get; private set; }

    /// <summary>PnL realised by this position so far, fees included.</summary>
    public decimal RealisedPnl { get; private set; }

    /// <summary>Id of the open or last position, 0 before the first.</summary>
    public long PositionId { get; private set; }

    public long PositionCreatedMs { get; private set; }

    public long PositionUpdatedMs { get; private set; }

    public long UpdatedMs { get; internal set; }

    /// <summary>Price that positions are valued at.</summary>
    public decimal Mark { get; internal set; }

    /// <summary>Value of the open buy orders.</summary>
    public decimal OpenBuys { get; internal set; }

    /// <summary>Value of the open sell orders.</summary>
    public decimal OpenSells { get; internal set; }

    /// <summary>Position size as a number, signed.</summary>
    public decimal PositionSize => _rules.Sizes.ToDecimal(Position);

    /// <summary>Position at the mark price, signed.</summary>
    public decimal PositionValue => PositionSize * Mark;

    public decimal UnrealisedPnl => PositionSize * (Mark - OpenPrice);

    public decimal Equity => Balance + UnrealisedPnl;

    public decimal InitialMargin => MarginFor(OpenBuys, OpenSells);

    public decimal AvailableForTrade => Equity - InitialMargin;

    public decimal AvailableForWithdrawal => Math.Max(0, Balance + Math.Min(0, UnrealisedPnl) - InitialMargin);

    public decimal Exposure => Math.Abs(PositionValue);

    /// <summary>Maintenance margin over equity.</summary>
    public decimal MarginRatio => Equity > 0 ? Exposure * _rules.MaintenanceRate / Equity : 0;

    internal decimal MarginFor(decimal openBuys, decimal openSells) =>
        Math.Max(Math.Abs(PositionValue + openBuys), Math.Abs(PositionValue - openSells)) / Leverage;

    internal void Apply(Side side, long price, long size, decimal fee, long timeMs, Snowflake ids)
    {
        decimal at = _rules.Prices.ToDecimal(price);
        long signed = side == Side.Buy ? size : -size;
        long closing = Math.Sign(signed) == -Math.Sign(Position) ? Math.Min(size, Math.Abs(Position)) : 0;
        if (Position == 0)
            Open(timeMs, ids);
        if (closing > 0)
        {
            decimal pnl = _rules.Sizes.ToDecimal(closing * Math.Sign(Position)) * (at - OpenPrice);
            Balance += pnl;
            RealisedPnl += pnl;
            Position += closing * Math.Sign(signed);
        }
        long opening = size - closing;
        if (opening > 0)
        {
            if (closing > 0)
                Open(timeMs, ids);
            decimal before = Math.Abs(PositionSize), added = _rules.Sizes.ToDecimal(opening);
            OpenPrice = (OpenPrice * before + at * added) / (before + added);
            Position += opening * Math.Sign(signed);
        }
        Balance -= fee;
        RealisedPnl -= fee;
        PositionUpdatedMs = timeMs;
    }

    private void Open(long timeMs, Snowflake ids)
    {
        PositionId = ids.Next(timeMs);
        PositionCreatedMs = timeMs;
        OpenPrice = 0;
        RealisedPnl = 0;
    }
}
