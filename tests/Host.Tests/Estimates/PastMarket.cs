using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Estimates;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.Tests.Estimates;

/// <summary>The bundled minute of market data, and sessions made of it.</summary>
internal static class PastMarket
{
    public static string Root { get; } = FindRoot();

    public static string BundledMinute => Path.Combine(Root, "tools", "Simulator", "Data", "binance-btc-1min.jsonl.gz");

    public static EngineSettings Settings { get; } = new()
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
            MakerFeePico = 200_000_000,
            TakerFeePico = 500_000_000,
            SyntheticResolution = 1_000_000,
            CollateralResolution = 1_000_000,
            SyntheticId = "0x4254432d3600000000000000000000",
            CollateralId = "0x1",
        },
        Quoting = new QuotingSettings { NotionalMicro = 250_000_000, SigmaSampleNs = 1_000_000_000 },
        Risk = new RiskSettings { MaxPositionMicro = 2_500_000_000, MaxOrderNotionalMicro = 500_000_000 },
        Orders = new OrderSettings(),
    };

    public static MarketHistory Recording() =>
        RecordingHistory.Open(BundledMinute, "BTC-USD", Settings.Market.Tick, Settings.Market.Step, "0.1", "0.001");

    /// <summary>Writes a session of these events; gives its folder.</summary>
    public static string WriteSession(string root, IEnumerable<Event> events, long startNs = 1_723_000_000_000_000_000)
    {
        using JournalWriter writer = JournalWriter.Create(root, new SessionHeader
        {
            StartNs = startNs,
            EngineVersion = "0.1.0",
            Settings = Settings,
            Domain = new SessionDomain("Perpetuals", "v0", "SN_SEPOLIA", 1),
            PublicKey = "0x61c5e7e8339b7d56f197f54ea91b776776690e3232313de0f2ecbd0ef76f466",
            PositionId = 10_002,
        });
        long sequence = 0;
        foreach (Event e in events)
            writer.Append(e, sequence++);
        writer.Close();
        return writer.Folder;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LowLatencyMM.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No LowLatencyMM.sln above {AppContext.BaseDirectory}.");
    }
}
