using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Paths of the v1 streams below their base.</summary>
internal static class StreamPaths
{
    public const string Account = "/account";

    /// <summary>Path and query of a market data stream.</summary>
    /// <param name="kind">Any kind but candles and the account's.</param>
    /// <param name="market">The market; null for all.</param>
    public static string Of(StreamKind kind, string? market)
    {
        string suffix = market is null ? "" : "/" + Uri.EscapeDataString(market);
        return kind switch
        {
            StreamKind.OrderBook => "/orderbooks" + suffix,
            StreamKind.BestBidAsk => "/orderbooks" + suffix + "?depth=1",
            StreamKind.PublicTrades => "/publicTrades" + suffix,
            StreamKind.MarkPrice => "/prices/mark" + suffix,
            StreamKind.IndexPrice => "/prices/index" + suffix,
            StreamKind.Funding => "/funding" + suffix,
            _ => throw new ArgumentException($"{kind} is no market data stream.", nameof(kind)),
        };
    }

    /// <summary>Path and query of a candle stream.</summary>
    public static string OfCandles(string market, CandlePrice price, string interval)
    {
        string type = price switch
        {
            CandlePrice.Mark => "mark-prices",
            CandlePrice.Index => "index-prices",
            _ => "trades",
        };
        return $"/candles/{Uri.EscapeDataString(market)}/{type}?interval={Uri.EscapeDataString(interval)}";
    }
}
