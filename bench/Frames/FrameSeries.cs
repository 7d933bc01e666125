using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>Frames that are given one after the other, over and over.</summary>
/// <param name="Name">What they are.</param>
/// <param name="StepNs">Time from one to the next.</param>
/// <param name="Before">A frame given before each, not measured: it keeps the market data fresh; null for none.</param>
/// <param name="Frames">The frames that are measured.</param>
internal sealed record FrameSeries(string Name, long StepNs, Frame? Before, Frame[] Frames)
{
    private const long Bid = BenchMarket.BidTicks;
    private const long BestBidAskNs = 10_000_000;
    private const long RefreshNs = 400_000_000;

    /// <summary>What moves the mid far enough for every order to be replaced each time.</summary>
    private const long RepriceTicks = 60;

    /// <summary>Series after which, with resting orders, nothing is sent.</summary>
    public static FrameSeries[] Resting() =>
    [
        new("best bid/ask, nothing changes", BestBidAskNs, null, [MarketFrames.BestBidAsk(Bid)]),
        new("best bid/ask, price changes", BestBidAskNs, null, [MarketFrames.BestBidAsk(Bid), MarketFrames.BestBidAsk(Bid + 1)]),
        new("delta of 5 levels behind the touch", BestBidAskNs, null, [MarketFrames.DeltaBehindTouch(90_000), MarketFrames.DeltaBehindTouch(110_000)]),
        new("delta of 5 levels, touch changes", BestBidAskNs, null, [MarketFrames.DeltaAtTouch(false), MarketFrames.DeltaAtTouch(true)]),
        new("trade", BestBidAskNs, MarketFrames.BestBidAsk(Bid), [MarketFrames.Trade(true), MarketFrames.Trade(false)]),
    ];

    /// <summary>A best bid and ask that moves by a tick; a mark price comes first, on which the next orders are planned.</summary>
    public static FrameSeries Ticking() => new(
        "best bid/ask moves a tick, both orders replaced", RefreshNs, MarketFrames.MarkPrice(), [MarketFrames.BestBidAsk(Bid), MarketFrames.BestBidAsk(Bid + 1)]);

    /// <summary>A best bid and ask that makes both orders be replaced.</summary>
    public static FrameSeries Repricing() => new(
        "best bid/ask, both orders replaced", RefreshNs, null, [MarketFrames.BestBidAsk(Bid), MarketFrames.BestBidAsk(Bid + RepriceTicks)]);
}
