namespace LowLatencyMM.Simulator.Matching;

/// <summary>An order of the account. Prices in ticks, sizes in steps, times in epoch milliseconds of exchange time.</summary>
internal sealed class Order
{
    public required long Id { get; init; }

    public required Market Market { get; init; }

    public required string ExternalId { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required SelfTradeProtection SelfTradeProtection { get; init; }

    public required long Price { get; init; }

    public required long Size { get; init; }

    public required bool PostOnly { get; init; }

    public required bool ReduceOnly { get; init; }

    public required long CreatedMs { get; init; }

    public required long ExpireMs { get; init; }

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
    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>Recorded size before it in the queue of its price.</summary>
    internal long QueueAhead { get; set; }

    /// <summary>Recorded size at its price when last looked at.</summary>
    internal long LevelSize { get; set; }

    /// <summary>Size traded at its price since <see cref="LevelSize"/> was taken: explains a later drop of the level.</summary>
    internal long TradedAtLevel { get; set; }
}
