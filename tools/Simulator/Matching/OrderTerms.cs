namespace LowLatencyMM.Simulator.Matching;

/// <summary>What an order request asks for, once its form is known to be right. Price and size are 0 where a type has none.</summary>
internal readonly record struct OrderTerms(
    Side Side, OrderType Type, TimeInForce TimeInForce, SelfTradeProtection SelfTradeProtection, long Price, long Size)
{
    /// <summary>What a conditional order waits for.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>What take-profit and stop-loss close, if there are any.</summary>
    public TpSlScope? Scope { get; init; }

    public TpSlLegTerms? TakeProfit { get; init; }

    public TpSlLegTerms? StopLoss { get; init; }
}
