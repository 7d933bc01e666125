using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>A market with tick 0.1 and step 0.001, and a lively two-sided quote.</summary>
internal static class TestSettings
{
    public static EngineSettings Lively { get; } = new()
    {
        Market = new MarketSettings
        {
            Name = "BTC-USD",
            Tick = new Grid(1, 1),
            Step = new Grid(1, 3),
            MinOrderSteps = 1,
            MaxLimitOrderValueMicro = 15_000_000_000_000,
            MaxPositionValueMicro = 60_000_000_000_000,
            LimitPriceCapNano = 50_000_000,
            LimitPriceFloorNano = 50_000_000,
            MakerFeePico = 0,
            TakerFeePico = 250_000_000,
            SyntheticResolution = 1_000_000,
            CollateralResolution = 1_000_000,
            SyntheticId = "0x4254432d3600000000000000000000",
            CollateralId = "0x1",
        },
        Quoting = new QuotingSettings
        {
            NotionalMicro = 1_000_000_000,
            MinimumSpreadBps = 1,
            KappaFallbackBps = 0.5,
            RepricingThresholdBps = 0.5,
            WarmupNs = 0,
            WindowNs = 3_600_000_000_000,
        },
        Risk = new RiskSettings { MaxPositionMicro = 10_000_000_000, MaxOrderNotionalMicro = 5_000_000_000, MaxRequestsPerMinute = 6_000 },
        Orders = new OrderSettings(),
        StateHashInterval = 1_000_000_000,
    };
}
