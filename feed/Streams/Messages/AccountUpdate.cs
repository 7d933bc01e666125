using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>A frame of the account stream: each object in its full state.</summary>
/// <param name="Type">ORDER, TRADE, BALANCE, POSITION, or what else the exchange sends, as it wrote it.</param>
public sealed record AccountUpdate(string Type)
{
    /// <summary>The exchange marked the frame as part of its initial state.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>Orders.</summary>
    public IReadOnlyList<OrderInfo> Orders { get; init; } = [];

    /// <summary>Own trades (fills).</summary>
    public IReadOnlyList<UserTradeInfo> Trades { get; init; } = [];

    /// <summary>Positions.</summary>
    public IReadOnlyList<PositionInfo> Positions { get; init; } = [];

    /// <summary>The balance; null if the frame has none.</summary>
    public BalanceInfo? Balance { get; init; }
}
