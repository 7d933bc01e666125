using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Orders;

/// <summary>
/// An order as its sender wants it. What is null is chosen when it is signed (<see cref="OrderSigner.Sign"/>), which also checks it against the market's
/// rules.
/// </summary>
public sealed record NewOrder
{
    /// <summary>Market, such as BTC-USD.</summary>
    public required string Market { get; init; }

    /// <summary>Buy or sell. For take-profit and stop-loss of a position: the closing side.</summary>
    public required Side Side { get; init; }

    /// <summary>Quantity, base units, on the market's step; 0 for take-profit and stop-loss of a whole position.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Limit price, or the worst price of a market order, collateral per base unit, on the market's tick; null only for type TPSL.</summary>
    public decimal? Price { get; init; }

    /// <summary>Limit, market, conditional, or take-profit and stop-loss alone.</summary>
    public OrderType Type { get; init; } = OrderType.Limit;

    /// <summary>Until expiry, or at once. Market orders are <see cref="TimeInForce.Ioc"/>.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.Gtt;

    /// <summary>Only passive: refused instead of taking liquidity.</summary>
    public bool PostOnly { get; init; }

    /// <summary>Only reduces a position.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>With whom it must not trade.</summary>
    public SelfTradeProtection SelfTradeProtection { get; init; } = SelfTradeProtection.Account;

    /// <summary>The sender's id: 1 to 64 of A-Z, a-z, 0-9, '-', '_', '.', '~', never used before; null: random.</summary>
    public string? ExternalId { get; init; }

    /// <summary>External id of the open order that this one replaces; null: it is new.</summary>
    public string? CancelExternalId { get; init; }

    /// <summary>Expiry, Unix milliseconds, at most 90 days ahead (testnet: 28); needed by the exchange for IOC too. Null: in an hour.</summary>
    public long? ExpiryMs { get; init; }

    /// <summary>Highest fee rate that the signature allows, fraction, the builder's left out; null: the account's maker rate for post-only, else its taker rate.</summary>
    public decimal? MaxFeeRate { get; init; }

    /// <summary>Salt of the signature, 1 to 2^31 - 1, never the same for equal orders; null: random.</summary>
    public long? Nonce { get; init; }

    /// <summary>What sets it off; for type CONDITIONAL only.</summary>
    public ConditionalTrigger? Trigger { get; init; }

    /// <summary>What the legs close; required with legs.</summary>
    public TpslType? TpslType { get; init; }

    /// <summary>Take-profit leg.</summary>
    public TpslLeg? TakeProfit { get; init; }

    /// <summary>Stop-loss leg.</summary>
    public TpslLeg? StopLoss { get; init; }

    /// <summary>Fee rate of a builder, fraction, added to <see cref="MaxFeeRate"/> in what is signed.</summary>
    public decimal? BuilderFeeRate { get; init; }

    /// <summary>The builder.</summary>
    public long? BuilderId { get; init; }

    /// <summary>A limit order.</summary>
    public static NewOrder Limit(string market, Side side, decimal qty, decimal price) =>
        new() { Market = market, Side = side, Qty = qty, Price = price };

    /// <summary>A limit order that never takes liquidity.</summary>
    public static NewOrder Passive(string market, Side side, decimal qty, decimal price) =>
        new() { Market = market, Side = side, Qty = qty, Price = price, PostOnly = true };

    /// <summary>A market order with its worst price.</summary>
    public static NewOrder AtMarket(string market, Side side, decimal qty, decimal worstPrice) =>
        new() { Market = market, Side = side, Qty = qty, Price = worstPrice, Type = OrderType.Market, TimeInForce = TimeInForce.Ioc };

    /// <summary>An order that waits for its trigger.</summary>
    public static NewOrder Conditional(string market, Side side, decimal qty, decimal price, ConditionalTrigger trigger) =>
        new() { Market = market, Side = side, Qty = qty, Price = price, Type = OrderType.Conditional, Trigger = trigger };

    /// <summary>Take-profit and stop-loss of a whole open position.</summary>
    /// <param name="market">Market.</param>
    /// <param name="closingSide">Sell for a long position, buy for a short one.</param>
    /// <param name="takeProfit">Take-profit leg, or null.</param>
    /// <param name="stopLoss">Stop-loss leg, or null.</param>
    public static NewOrder PositionTpsl(string market, Side closingSide, TpslLeg? takeProfit, TpslLeg? stopLoss) => new()
    {
        Market = market,
        Side = closingSide,
        Qty = 0,
        Type = OrderType.Tpsl,
        ReduceOnly = true,
        TpslType = Orders.TpslType.Position,
        TakeProfit = takeProfit,
        StopLoss = stopLoss,
    };
}
