namespace LowLatencyMM.Feed.Streams;

/// <summary>The exchange's own stream addresses (<see cref="StreamOptions.BaseAddress"/>).</summary>
public static class StreamEndpoints
{
    /// <summary>Mainnet.</summary>
    public static Uri Mainnet { get; } = new("wss://api.starknet.extended.exchange/stream.extended.exchange/v1");

    /// <summary>Testnet (Sepolia).</summary>
    public static Uri Testnet { get; } = new("wss://api.starknet.sepolia.extended.exchange/stream.extended.exchange/v1");
}
