using LowLatencyMM.Core.Settings;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay.Tests;

/// <summary>Market, settings and keys of the recorded sessions. The key is the exchange's public test key.</summary>
internal static class TestSession
{
    public const uint PositionId = 10002;
    public const long StartNs = 1_790_425_500_000_000_000;
    public const string PublicKey = "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466";

    private const string PrivateKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";

    public static EngineSettings Settings { get; } = new()
    {
        Market = new MarketSettings
        {
            Name = "BTC-USD",
            Tick = new Grid(5, 1),
            Step = new Grid(1, 3),
            MinOrderSteps = 1,
            MaxLimitOrderValueMicro = 5_000_000_000_000,
            MaxPositionValueMicro = 10_000_000_000_000,
            LimitPriceCapNano = 50_000_000,
            LimitPriceFloorNano = 50_000_000,
            MakerFeePico = 200_000_000,
            TakerFeePico = 500_000_000,
            SyntheticResolution = 1_000_000,
            CollateralResolution = 1_000_000,
            SyntheticId = "0x4254432d3600000000000000000000",
            CollateralId = "0x1",
        },
        Quoting = new QuotingSettings
        {
            NotionalMicro = 250_000_000,
            MinimumSpreadBps = 1,
            KappaFallbackBps = 0.5,
            RepricingThresholdBps = 0.5,
            WarmupNs = 0,
        },
        Risk = new RiskSettings { MaxPositionMicro = 5_000_000_000, MaxOrderNotionalMicro = 500_000_000 },
        Orders = new OrderSettings(),
        StateHashInterval = 100,
    };

    public static SessionHeader Header { get; } = new()
    {
        StartNs = StartNs,
        EngineVersion = "0.1.0",
        Settings = Settings,
        Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
        PublicKey = PublicKey,
        PositionId = PositionId,
    };

    public static StarkPrivateKey Key() => Parse(PrivateKey);

    public static StarkPrivateKey OtherKey() => Parse("0x1234567890abcdef1234567890abcdef");

    private static StarkPrivateKey Parse(string hex)
    {
        Assert.True(StarkPrivateKey.TryParseHex(hex, out StarkPrivateKey? key));
        return key;
    }
}
