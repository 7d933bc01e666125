namespace LowLatencyMM.Feed.Frames;

/// <summary>
/// Takes account data, pushed by the stream or read over REST. Implemented by a struct, so that the JIT removes the interface;
/// called on the thread that reads. Spans are valid during the call only.
/// </summary>
public interface IAccountSink : IStreamSink
{
    /// <summary>Orders, each in its full state. May be empty: a snapshot without orders.</summary>
    void OnOrders(in OrdersFrame frame);

    /// <summary>Own trades (fills).</summary>
    void OnTrades(in FillsFrame frame);

    /// <summary>The balance.</summary>
    void OnBalance(in BalanceFrame frame);

    /// <summary>Positions, each in its full state. May be empty: a snapshot without positions.</summary>
    void OnPositions(in PositionsFrame frame);
}
