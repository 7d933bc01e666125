using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>Frames of <see cref="BenchMarket"/>.</summary>
internal static class MarketFrames
{
    public const int Depth = 50;

    private const long Bid = BenchMarket.BidTicks;
    private const long Steps = 100_000;
    private static readonly FrameText Text = new(BenchMarket.Market);

    public static Frame MarkPrice() => new(StreamKind.MarkPrice, Text.MarkPrice(Bid, 0));

    /// <summary>50 levels a side, best bid and ask one tick apart.</summary>
    public static Frame Snapshot() => new(StreamKind.OrderBook, Text.Book(true, Bid, Depth, Steps, 0));

    public static Frame BestBidAsk(long bidTicks) => new(StreamKind.BestBidAsk, Text.BestBidAsk(bidTicks, Steps, 0));

    public static Frame Trade(bool isBuy) => new(StreamKind.PublicTrades, Text.Trade(isBuy ? Bid + 1 : Bid, 300, isBuy, 1_790_000_000_000));

    /// <summary>Five levels: three bids and two asks, below the touch, of the given size.</summary>
    public static Frame DeltaBehindTouch(long steps) => Delta(
        [(Bid - 3, steps), (Bid - 4, steps), (Bid - 5, steps)], [(Bid + 4, steps), (Bid + 5, steps)]);

    /// <summary>Five levels, of which one takes the best bid away or puts it back.</summary>
    public static Frame DeltaAtTouch(bool hasBestBid) => Delta(
        [(Bid, hasBestBid ? Steps : 0), (Bid - 4, Steps), (Bid - 5, Steps)], [(Bid + 4, Steps), (Bid + 5, Steps)]);

    private static Frame Delta((long Ticks, long Steps)[] bids, (long Ticks, long Steps)[] asks) => new(
        StreamKind.OrderBook,
        Encoding.UTF8.GetBytes(
            $$"""{"type":"DELTA","data":{"t":"DELTA","m":"{{BenchMarket.Market.Name}}","b":[{{Levels(bids)}}],"a":[{{Levels(asks)}}],"d":"f"},"ts":0,"seq":0}"""));

    private static string Levels((long Ticks, long Steps)[] levels) =>
        string.Join(',', levels.Select(level => $$"""{"q":"0.00100","p":"{{level.Ticks}}","c":"{{level.Steps / 100_000}}.{{level.Steps % 100_000:D5}}"}"""));
}
