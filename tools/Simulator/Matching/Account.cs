namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The account's money and its positions, one a market, in exact decimals of collateral; cross margin as the exchange's documents
/// give it: equity = balance + unrealised PnL at the mark; initial margin = the sum over the markets.
/// </summary>
internal sealed class Account
{
    private const int KeptClosed = 10_000;

    private readonly List<Position> _positions = [];
    private readonly List<ClosedPosition> _closed = [];
    private readonly List<FundingPayment> _funding = [];

    internal Account(decimal balance) => Balance = balance;

    /// <summary>Wallet balance: deposits, realised PnL, funding and fees.</summary>
    public decimal Balance { get; private set; }

    public long UpdatedMs { get; internal set; }

    /// <summary>One for every market, open or not.</summary>
    public IReadOnlyList<Position> Positions => _positions;

    /// <summary>Closed positions, oldest first.</summary>
    public IReadOnlyList<ClosedPosition> ClosedPositions => _closed;

    /// <summary>Funding payments, oldest first.</summary>
    public IReadOnlyList<FundingPayment> FundingPayments => _funding;

    public decimal UnrealisedPnl => Sum(position => position.UnrealisedPnl);

    public decimal Equity => Balance + UnrealisedPnl;

    public decimal InitialMargin => Sum(position => position.InitialMargin);

    public decimal AvailableForTrade => Equity - InitialMargin;

    public decimal AvailableForWithdrawal => Math.Max(0, Balance + Math.Min(0, UnrealisedPnl) - InitialMargin);

    public decimal Exposure => Sum(position => Math.Abs(position.Value));

    public decimal MaintenanceMargin => Sum(position => Math.Abs(position.Value) * position.Market.Rules.MaintenanceRate);

    /// <summary>Maintenance margin over equity; above 1 the account is liquidated. 0 without positions.</summary>
    public decimal MarginRatio => Equity > 0 ? MaintenanceMargin / Equity : MaintenanceMargin > 0 ? decimal.MaxValue : 0;

    internal void Add(Position position) => _positions.Add(position);

    internal void Apply(Position position, Side side, long price, long size, decimal fee, long timeMs, Snowflake ids, bool liquidation)
    {
        bool wasOpen = position.Size != 0;
        Balance += position.Apply(side, price, size, fee, timeMs, ids) - fee;
        if (position.TurnedOver is { } turnedOver)
            Close(turnedOver with { Liquidated = liquidation });
        else if (wasOpen && position.Size == 0)
            Close(position.ToClosed(timeMs) with { Liquidated = liquidation });
        position.TurnedOver = null;
    }

    internal void Pay(FundingPayment payment, Position position)
    {
        Balance += payment.Fee;
        position.AddFunding(payment.Fee, payment.TimeMs);
        if (_funding.Count == KeptClosed)
            _funding.RemoveRange(0, KeptClosed / 10);
        _funding.Add(payment);
    }

    private void Close(ClosedPosition closed)
    {
        if (_closed.Count == KeptClosed)
            _closed.RemoveRange(0, KeptClosed / 10);
        _closed.Add(closed);
    }

    private decimal Sum(Func<Position, decimal> of)
    {
        decimal sum = 0;
        foreach (Position position in _positions)
            sum += of(position);
        return sum;
    }
}
