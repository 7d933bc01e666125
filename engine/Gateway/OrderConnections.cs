using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway;

/// <summary>How order connections are numbered: two for each market, buys before sells.</summary>
public static class OrderConnections
{
    /// <summary>Connections for so many markets.</summary>
    public static int Count(int markets) => 2 * markets;

    /// <summary>The connection of a market's side.</summary>
    public static int Of(int market, Side side) => 2 * market + (side == Side.Sell ? 1 : 0);

    /// <summary>The market of a connection.</summary>
    public static ushort MarketOf(int connection) => (ushort)(connection / 2);

    /// <summary>The stream by which a connection's events are known.</summary>
    public static StreamId StreamOf(int connection) => connection % 2 == 0 ? StreamId.OrdersBuy : StreamId.OrdersSell;
}
