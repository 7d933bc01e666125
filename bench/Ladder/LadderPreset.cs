using System.Globalization;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>Settings of the core for a simulation.</summary>
internal static class LadderPreset
{
    /// <summary>The most that the configuration allows; more than the markets ever ask for.</summary>
    private const long MostRequestsPerMinute = 12_000;

    private const decimal Nano = 1e9m;
    private const decimal Micro = 1e6m;
    private const decimal Pico = 1e12m;

    /// <summary>The settings for some markets, which differ only in their rules.</summary>
    public static EngineSettings Settings(IReadOnlyList<MarketRules> markets, LadderOptions options)
    {
        TradedMarket[] all = [.. markets.Select(rules => Market(rules, options))];
        return new EngineSettings
        {
            Market = all[0].Market,
            Quoting = all[0].Quoting,
            Risk = all[0].Risk,
            Orders = all[0].Orders,
            OtherMarkets = all[1..],
        };
    }

    private static TradedMarket Market(MarketRules rules, LadderOptions options) => new()
    {
        Market = new MarketSettings
        {
            Name = rules.Name,
            Tick = GridOf(rules.Prices.Text),
            Step = GridOf(rules.Sizes.Text),
            MinOrderSteps = 1,
            MaxLimitOrderValueMicro = (long)(rules.MaxLimitOrderValue * Micro),
            MaxPositionValueMicro = (long)(rules.MaxPositionValue * Micro),
            LimitPriceCapNano = (long)(rules.LimitPriceCap * Nano),
            LimitPriceFloorNano = (long)(rules.LimitPriceFloor * Nano),
            MakerFeePico = (long)(rules.MakerFeeRate * Pico),
            TakerFeePico = (long)(rules.TakerFeeRate * Pico),
            SyntheticResolution = rules.SyntheticResolution,
            CollateralResolution = rules.CollateralResolution,
            SyntheticId = rules.SyntheticId,
            CollateralId = rules.CollateralId,
        },
        Quoting = new QuotingSettings
        {
            NotionalMicro = 250_000_000,
            MinimumSpreadBps = 1,
            KappaFallbackBps = 0.5,
            RepricingThresholdBps = options.ThresholdBps,
            OrderRefreshNs = options.RefreshNs,
            ForceReplaceNs = options.ForceReplaceNs,
            WarmupNs = 0,
        },
        Risk = new RiskSettings { MaxPositionMicro = 2_500_000_000, MaxOrderNotionalMicro = 500_000_000, MaxRequestsPerMinute = MostRequestsPerMinute },
        Orders = new OrderSettings { PlannedOrders = OrderPlan.MostOrders, PlannedPriceToleranceBps = options.ToleranceBps },
    };

    private static Grid GridOf(string unit)
    {
        int point = unit.IndexOf('.', StringComparison.Ordinal);
        int scale = point < 0 ? 0 : unit.Length - point - 1;
        return new Grid(long.Parse(unit.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), scale);
    }
}
