using LowLatencyMM.Simulator.Faulting;
using LowLatencyMM.Simulator.Rest;

namespace LowLatencyMM.Simulator;

/// <summary>What can be chosen about a simulator. The defaults serve the bundled minute of BTC-USD at its own speed.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The markets of the bundled half minute of three, on their recorded grids.</summary>
    public static IReadOnlyList<MarketOptions> ThreeMarkets { get; } =
    [
        new("BTC-USD", "0.1", "0.001"),
        new("ETH-USD", "0.01", "0.001"),
        new("SOL-USD", "0.001", "0.01"),
    ];

    /// <summary>TCP port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Serve https and wss with a certificate made at the start.</summary>
    public bool Tls { get; init; }

    /// <summary>Recording to play, null for a bundled one: a minute of BTC-USD, or half a minute of BTC-USD, ETH-USD and SOL-USD.</summary>
    public string? DataFile { get; init; }

    /// <summary>
    /// Markets to serve at once, each with its own book, with one account; if empty, <see cref="Market"/>, <see cref="Tick"/> and
    /// <see cref="Step"/> name the one market.
    /// </summary>
    public IReadOnlyList<MarketOptions> Markets { get; init; } = [];

    /// <summary>Market to serve; the recording must hold it.</summary>
    public string Market { get; init; } = "BTC-USD";

    /// <summary>Tick of the market's prices.</summary>
    public string Tick { get; init; } = "0.1";

    /// <summary>Step of the market's sizes, also the smallest order.</summary>
    public string Step { get; init; } = "0.001";

    /// <summary>Simulated seconds per second, 0.01 to 1000.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>
    /// Exchange time that passes at once: between bursts it stands still, then everything that is due in one happens together, at
    /// <see cref="Speed"/> on average. Zero: it flows. At most a minute.
    /// </summary>
    public TimeSpan Burst { get; init; }

    /// <summary>Whether the schedule is kept to the microsecond instead of the millisecond, for the price of up to a core.</summary>
    public bool Precise { get; init; }

    /// <summary>File to note in when each frame should have left and when it did; null for none.</summary>
    public string? FeedLog { get; init; }

    /// <summary>Seed of <see cref="WireVariety"/>.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Whether frames and answers vary as the exchange's may: members in another order or that nobody knows, numbers with more or fewer
    /// trailing zeros, messages of unknown types.
    /// </summary>
    public bool WireVariety { get; init; }

    /// <summary>Delay of every HTTP answer, after the request took effect.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>Delay of account frames.</summary>
    public TimeSpan StreamDelay { get; init; }

    /// <summary>Delay of public frames.</summary>
    public TimeSpan FrameDelay { get; init; }

    /// <summary>Collateral at the start.</summary>
    public decimal InitialBalance { get; init; } = 10_000;

    /// <summary>Whether the account's resting orders show in the book streams, as on the exchange.</summary>
    public bool OwnOrdersVisible { get; init; } = true;

    /// <summary>Farthest expiry of an order in days: 28 on testnet, 90 on mainnet.</summary>
    public int MaxExpiryDays { get; init; } = 28;

    /// <summary>REST requests allowed in each minute, more are answered with 429; 0 for no limit.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Whether any sixty seconds count as a minute, instead of fixed ones.</summary>
    public bool SlidingRateWindow { get; init; }

    /// <summary>What a 429 says about when to come again.</summary>
    public RetryAfterForm RetryAfter { get; init; }

    /// <summary>Faults drawn by chance from <see cref="FaultSeed"/>; none by default.</summary>
    public FaultRates Faults { get; init; } = FaultRates.None;

    /// <summary>Seed of <see cref="Faults"/>.</summary>
    public int FaultSeed { get; init; } = 1;

    /// <summary>Exchange time between two funding payments; they fall on its multiples.</summary>
    public TimeSpan FundingInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A funding rate to apply instead of the one that prices give, as a fraction.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Whether an account whose maintenance margin is not covered is liquidated.</summary>
    public bool Liquidation { get; init; } = true;

    /// <summary>Choices where the exchange's documents are silent.</summary>
    public Assumptions Assumptions { get; init; } = new();

    /// <summary>Time between pings on a stream.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How late a pong may be before the connection is dropped.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Exchange time at the start; null for the wall clock.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
