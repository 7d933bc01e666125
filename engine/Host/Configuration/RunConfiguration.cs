using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Host.Configuration;

/// <summary>All that a session needs besides its credentials. Holds no secret.</summary>
public sealed record RunConfiguration
{
    /// <summary>REST base, e.g. <c>https://host/api/v1</c>, without a slash at the end.</summary>
    public required Uri RestBase { get; init; }

    /// <summary>Stream base, e.g. <c>wss://host/stream.extended.exchange/v1</c>, without a slash at the end.</summary>
    public required Uri StreamBase { get; init; }

    /// <summary>The markets to make, at least one. The engine makes the first.</summary>
    public required IReadOnlyList<MarketConfiguration> Markets { get; init; }

    /// <summary>The signing domain's chain id; checked against what the exchange says.</summary>
    public required string ChainId { get; init; }

    /// <summary>The folder that the session's folder is made in.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>Whether orders are placed; otherwise the engine only watches and journals.</summary>
    public bool TradingEnabled { get; init; } = true;

    /// <summary>The file that it was read from, whose <c>trading_enabled</c> is followed; null if it was not read from one.</summary>
    public string? File { get; init; }

    /// <summary>Whether profit and loss is counted across sessions, in <c>pnl_state.json</c> beside them.</summary>
    public bool KeepsProfit { get; init; } = true;

    /// <summary>After how many seconds without a sign of life the exchange cancels everything; 0 for off.</summary>
    public int DeadManSwitchSeconds { get; init; } = 30;

    /// <summary>How long the end may take, in all, before the engine gives up with open orders.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Period of the timer events.</summary>
    public TimeSpan TimerInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a line tells state, position, profit and loss.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the estimators begin with.</summary>
    public WarmStartSource WarmStart { get; init; }

    /// <summary>The collector's folder.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Which threads read the streams.</summary>
    public Topology Topology { get; init; } = Topology.Fused;

    /// <summary>How the threads of streams and ring wait.</summary>
    public WaitMode Waiting { get; init; } = WaitMode.Blocking;

    /// <summary>
    /// How long nothing must have come before a thread that polls and spins runs through the way from a frame to an order, step by step, to keep it in the caches, and
    /// about how long that takes; zero for never.
    /// </summary>
    public TimeSpan RehearsalInterval { get; init; } = TimeSpan.FromMicroseconds(100);

    /// <summary>Which of the exchange's stream services is used.</summary>
    public StreamApi StreamApi { get; init; } = StreamApi.V1;

    /// <summary>Period of the order book's polls by REST, the backup of the streams; null for none.</summary>
    public TimeSpan? RestBackupInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether each poll of the backup is written to standard error.</summary>
    public bool RestBackupLogPrices { get; init; }

    /// <summary>Whether a thread signs the orders that the core plans before they are wanted.</summary>
    public bool SignsAhead { get; init; } = true;

    /// <summary>The certificate thumbprint (SHA-256, hex) that is accepted besides the system's trust: for a self-signed simulator.</summary>
    public string? TrustedCertificate { get; init; }
}
