using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Bench;

/// <summary>The market and the settings of all measurements: the shape of the exchange's BTC-USD, tick 1, step 0.00001.</summary>
internal static class BenchMarket
{
    /// <summary>Where the best bid stands at rest, ticks.</summary>
    public const long BidTicks = 97_000;

    public static readonly MarketSettings Market = new()
    {
        Name = "BTC-USD",
        Tick = new Grid(1, 0),
        Step = new Grid(1, 5),
        MinOrderSteps = 10,
        MaxLimitOrderValueMicro = 15_000_000_000_000,
        MaxPositionValueMicro = 60_000_000_000_000,
        LimitPriceCapNano = 50_000_000,
        LimitPriceFloorNano = 50_000_000,
        MakerFeePico = 250_000_000,
        TakerFeePico = 500_000_000,
        SyntheticResolution = 1_000_000,
        CollateralResolution = 1_000_000,
        SyntheticId = "0x4254432d3600000000000000000000",
        CollateralId = "0x1",
    };

    private const long NeverNs = 1_000_000_000_000_000_000;

    // As in the harness: as often as the best prices are told.
    private const long ShortRefreshNs = 10_000_000;

    /// <summary>The market as the parsers need it.</summary>
    public static FeedMarket Feed() => new(0, Market.Name, new DecimalGrid(1, 0), new DecimalGrid(1, 5));

    /// <summary>Orders are replaced when the mid has moved by 3 basis points, the default.</summary>
    public static EngineSettings Repricing() => Settings(thresholdBps: 3);

    /// <summary>Orders stay where they are, whatever the mid does.</summary>
    public static EngineSettings Resting() => Settings(thresholdBps: 1_000);

    /// <summary>Orders are replaced when their price has moved by a tick.</summary>
    /// <param name="mode">One side or both.</param>
    /// <param name="plannedOrders">Orders that are planned ahead.</param>
    public static EngineSettings EveryTick(QuotingMode mode = QuotingMode.TwoSided, int plannedOrders = OrderPlan.MostOrders)
    {
        EngineSettings settings = Settings(thresholdBps: 0);
        return settings with
        {
            Quoting = settings.Quoting with { OrderRefreshNs = ShortRefreshNs },
            Orders = settings.Orders with { Mode = mode, PlannedOrders = plannedOrders },
        };
    }

    private static EngineSettings Settings(double thresholdBps) => new()
    {
        Market = Market,
        Quoting = new QuotingSettings
        {
            NotionalMicro = 250_000_000,
            MinimumSpreadBps = 10,
            RepricingThresholdBps = thresholdBps,
            ForceReplaceNs = NeverNs,
            WarmupNs = 0,
            // The series give one stream at a time: nothing to hold it against.
            DisagreementNs = NeverNs,
            TradedThroughNs = NeverNs,
            BookSilenceNs = NeverNs,
            MarkSilenceNs = NeverNs,
        },
        Risk = new RiskSettings
        {
            MaxPositionMicro = 2_500_000_000,
            MaxOrderNotionalMicro = 500_000_000,
            MaxRequestsPerMinute = 100_000,
        },
        Orders = new OrderSettings(),
    };
}
