namespace LowLatencyMM.Simulator.Matching;

/// <summary>An order of the account. Prices in ticks, sizes in steps, times in epoch milliseconds of exchange time.</summary>
internal sealed class Order
{
    public required long Id { get; init; }

    public required Market Market { get; init; }

    public required string ExternalId { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    /// <summary>Becomes immediate when a conditional order triggers at market.</summary>
    public required TimeInForce TimeInForce { get; set; }

    public required SelfTradeProtection SelfTradeProtection { get; init; }

    /// <summary>0 for a TPSL order that waits; that of its leg when it has triggered.</summary>
    public required long Price { get; set; }

    /// <summary>That of a TPSL order follows what it closes while it waits.</summary>
    public required long Size { get; set; }

    public required bool PostOnly { get; init; }

    public required bool ReduceOnly { get; init; }

    public required long CreatedMs { get; init; }

    public required long ExpireMs { get; init; }

    /// <summary>What a conditional order waits for.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>Whether a conditional order executes at once or not at all.</summary>
    public bool ExecutesAtMarket { get; init; }

    /// <summary>What take-profit and stop-loss close, if there are any.</summary>
    public TpSlScope? Scope { get; init; }

    public TpSlLeg? TakeProfit { get; init; }

    public TpSlLeg? StopLoss { get; init; }

    /// <summary>What kind of trade its fills are.</summary>
    public TradeType TradeType { get; init; }

    /// <summary>The TPSL order that this order's fills brought last.</summary>
    internal Order? Protection { get; set; }

    /// <summary>Steps filled that TPSL orders are or were for.</summary>
    internal long Protected { get; set; }

    /// <summary>Those of them that were for TPSL orders before <see cref="Protection"/>.</summary>
    internal long ProtectedBefore { get; set; }

    public long UpdatedMs { get; internal set; }

    public OrderStatus Status { get; internal set; }

    public StatusReason Reason { get; internal set; }

    /// <summary>Steps filled so far.</summary>
    public long Filled { get; internal set; }

    /// <summary>Sum of price times size of the fills, in collateral.</summary>
    public decimal FilledValue { get; internal set; }

    /// <summary>Fees paid so far, in collateral.</summary>
    public decimal Fees { get; internal set; }

    /// <summary>Steps that a cancel, an expiry or a rejection took away.</summary>
    public long Cancelled { get; internal set; }

    /// <summary>Steps still open.</summary>
    public long Remaining => Size - Filled - Cancelled;

    /// <summary>Whether it rests in the book.</summary>
    public bool IsResting => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>Whether it can still be cancelled.</summary>
    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled or OrderStatus.Untriggered or OrderStatus.Triggered;

    /// <summary>Whether its trigger, or that of one of its legs, is reached.</summary>
    public bool IsReached(Market market) => Trigger?.IsReached(market) == true || ReachedLeg(market) is not null;

    /// <summary>The leg of a TPSL order that is reached; the stop-loss if both are.</summary>
    public TpSlLeg? ReachedLeg(Market market)
    {
        if (Type != OrderType.Tpsl)
            return null;
        if (StopLoss?.Trigger.IsReached(market) == true)
            return StopLoss;
        return TakeProfit?.Trigger.IsReached(market) == true ? TakeProfit : null;
    }

    /// <summary>Recorded size before it in the queue of its price.</summary>
    internal long QueueAhead { get; set; }

    /// <summary>Recorded size at its price when last looked at.</summary>
    internal long LevelSize { get; set; }

    /// <summary>Size traded at its price since <see cref="LevelSize"/> was taken: explains a later drop of the level.</summary>
    internal long TradedAtLevel { get; set; }
}
