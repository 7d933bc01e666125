namespace LowLatencyMM.Feed.Frames;

/// <summary>
/// Takes market data. Implemented by a struct, so that the JIT removes the interface; called on the thread that reads the
/// stream, which must not be kept waiting. Spans are valid during the call only.
/// </summary>
public interface IMarketDataSink : IStreamSink
{
    /// <summary>A whole frame of the full order book.</summary>
    void OnBook(in BookFrame frame);

    /// <summary>Best bid and ask.</summary>
    void OnBestBidAsk(in BestBidAskFrame frame);

    /// <summary>Public trades; never empty.</summary>
    void OnTrades(in TradesFrame frame);

    /// <summary>A mark or index price.</summary>
    void OnPrice(in PriceFrame frame);

    /// <summary>A funding rate.</summary>
    void OnFunding(in FundingFrame frame);
}
