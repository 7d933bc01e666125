namespace LowLatencyMM.Core.Settings;

/// <summary>How orders are handled.</summary>
public sealed record OrderSettings
{
    /// <summary>Life of an order, seconds (<c>order_expiry_sec</c>).</summary>
    public long ExpirySeconds { get; init; } = 3_600;

    /// <summary>How long a request may stay without an answer before its order is unknown, nanoseconds (<c>inflight_timeout_ms</c>).</summary>
    public long InflightTimeoutNs { get; init; } = 3_000_000_000;

    /// <summary>Pause between two queries for the same order, nanoseconds.</summary>
    public long QueryIntervalNs { get; init; } = 1_000_000_000;

    /// <summary>First pause after a reject, nanoseconds; doubles up to <see cref="RejectBackoffCapNs"/>.</summary>
    public long RejectBackoffNs { get; init; } = 250_000_000;

    /// <summary>Longest pause after rejects, nanoseconds.</summary>
    public long RejectBackoffCapNs { get; init; } = 10_000_000_000;

    /// <summary>Whether a reprice uses the exchange's atomic replace (<c>use_atomic_replace</c>).</summary>
    public bool UseAtomicReplace { get; init; } = true;

    /// <summary>Which sides are quoted (<c>quoting_mode</c>). Two-sided where nothing is said, as in journals that do not have it.</summary>
    public QuotingMode Mode { get; init; } = QuotingMode.TwoSided;

    /// <summary>What ping-pong does when an order filled in part (<c>partial_fill_policy</c>).</summary>
    public PartialFillPolicy PartialFill { get; init; } = PartialFillPolicy.SwitchImmediately;

    /// <summary>The size of an order that closes in ping-pong (<c>ping_pong_size_mode</c>).</summary>
    public PingPongSizing PingPongSize { get; init; } = PingPongSizing.Position;

    /// <summary>What decides the side in ping-pong (<c>ping_pong_switch</c>).</summary>
    public PingPongSwitch PingPongSwitch { get; init; } = PingPongSwitch.Position;

    /// <summary>Orders on each side in two-sided mode (<c>levels_per_side</c>), 1 to <see cref="MaxLevels"/>. Ping-pong has one.</summary>
    public int LevelsPerSide { get; init; } = 1;

    /// <summary>Distance from one level to the next behind it, basis points of the fair price, at least a tick (<c>level_spacing_bps</c>).</summary>
    public double LevelSpacingBps { get; init; } = 5;

    /// <summary>After a fill nothing new is placed on its side for this long, nanoseconds (<c>fill_cooldown_sec</c>).</summary>
    public long FillCooldownNs { get; init; }

    /// <summary>Whether a size below the market's smallest is raised to it (<c>size_round_up_to_min</c>) instead of not quoting.</summary>
    public bool RoundUpToMin { get; init; }

    /// <summary>
    /// How fast the size on the side that adds to the position shrinks in two-sided mode (<c>size_shape</c>): the size is multiplied by
    /// exp(−shape·|position|/largest position). 0 for not at all.
    /// </summary>
    public double SizeShape { get; init; }

    /// <summary>
    /// Orders planned ahead on both sides together, so that they can be signed before they are wanted (<c>planned_orders</c>): even, 0 to
    /// <see cref="Orders.OrderPlan.MostOrders"/>. None where nothing is said, as in journals that do not have it.
    /// </summary>
    public int PlannedOrders { get; init; }

    /// <summary>
    /// How far behind the wanted price an order may be sent if one is planned there and none at the very price, basis points of the price
    /// (<c>planned_price_tolerance_bps</c>): lower for a bid, higher for an ask. The next refresh corrects it if it is far enough to reprice.
    /// </summary>
    public double PlannedPriceToleranceBps { get; init; }

    /// <summary>Most levels on a side.</summary>
    public const int MaxLevels = 10;
}
