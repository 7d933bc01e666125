using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Bench.Frames;

/// <summary>Takes frames and keeps a number of each, so that nothing that was parsed can be left out by the compiler.</summary>
internal readonly struct CountingSink(CountingSink.Total total) : IMarketDataSink
{
    public void OnBook(in BookFrame frame)
    {
        foreach (ref readonly BookLevel level in frame.Bids)
            total.Value += level.PriceTicks + level.QuantitySteps;
        foreach (ref readonly BookLevel level in frame.Asks)
            total.Value += level.PriceTicks + level.QuantitySteps;
    }

    public void OnBestBidAsk(in BestBidAskFrame frame) => total.Value += frame.BidTicks + frame.AskTicks;

    public void OnTrades(in TradesFrame frame) => total.Value += frame.Trades.Length;

    public void OnPrice(in PriceFrame frame) => total.Value += frame.PriceNano;

    public void OnFunding(in FundingFrame frame) => total.Value += frame.RatePico;

    public void OnRejected(in FrameRejection rejection) =>
        throw new InvalidOperationException($"A frame that must be good was refused at byte {rejection.Offset}: {rejection.Reason}.");

    public void OnConnection(in ConnectionChange change)
    {
    }

    /// <summary>A sum over everything seen.</summary>
    public sealed class Total
    {
        public long Value { get; set; }
    }
}
