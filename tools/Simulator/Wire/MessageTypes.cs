namespace LowLatencyMM.Simulator.Wire;

/// <summary>The exchange's names of message types.</summary>
internal static class MessageTypes
{
    /// <summary>Name in v1; empty where v1 frames carry none.</summary>
    public static ReadOnlySpan<byte> PlainName(this MessageType type) => type switch
    {
        MessageType.Snapshot => "SNAPSHOT"u8,
        MessageType.Delta => "DELTA"u8,
        MessageType.MarkPrice => "MP"u8,
        MessageType.IndexPrice => "IP"u8,
        MessageType.Order => "ORDER"u8,
        MessageType.Trade => "TRADE"u8,
        MessageType.Position => "POSITION"u8,
        MessageType.Balance => "BALANCE"u8,
        _ => default,
    };

    /// <summary>Name in v2; that of candles is assumed.</summary>
    public static ReadOnlySpan<byte> RpcName(this MessageType type) => type switch
    {
        MessageType.Snapshot => "ORDERBOOKS.SNAPSHOT"u8,
        MessageType.Delta => "ORDERBOOKS.DELTA"u8,
        MessageType.Trades => "TRADES"u8,
        MessageType.MarkPrice => "PRICES.MP"u8,
        MessageType.IndexPrice => "PRICES.IP"u8,
        MessageType.Funding => "FUNDING_RATES"u8,
        MessageType.Candles => "CANDLES"u8,
        MessageType.Order => "ACCOUNT.ORDER"u8,
        MessageType.Trade => "ACCOUNT.TRADE"u8,
        MessageType.Position => "ACCOUNT.POSITION"u8,
        MessageType.Balance => "ACCOUNT.BALANCE"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Whether it belongs to the account topic.</summary>
    public static bool IsAccount(this MessageType type) => type >= MessageType.Order;
}
