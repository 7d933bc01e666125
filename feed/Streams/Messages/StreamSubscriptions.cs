using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>All the exchange's streams.</summary>
internal static class StreamSubscriptions
{
    public static StreamSubscription<OrderBookUpdate> OrderBook(string? market) => new(
        StreamKind.OrderBook, market, StreamPaths.Of(StreamKind.OrderBook, market), RpcTarget.Of(StreamKind.OrderBook, market),
        MessageFormat.OrderBook, update => update.Market,
        OrderBookUpdate.Combine);

    public static StreamSubscription<BestBidAsk> BestBidAsk(string? market) => new(
        StreamKind.BestBidAsk, market, StreamPaths.Of(StreamKind.BestBidAsk, market), RpcTarget.Of(StreamKind.BestBidAsk, market),
        MessageFormat.BestBidAsk, best => best.Market,
        static (older, newer) => older.Market == newer.Market ? newer : null);

    public static StreamSubscription<MarketTrade> Trades(string? market) => new(
        StreamKind.PublicTrades, market, StreamPaths.Of(StreamKind.PublicTrades, market), RpcTarget.Of(StreamKind.PublicTrades, market),
        MessageFormat.Trades, trade => trade.Market, null)
    {
        IdOf = trade => trade.Id,
    };

    public static StreamSubscription<MarketPrice> Price(StreamKind kind, string? market) => new(
        kind, market, StreamPaths.Of(kind, market), RpcTarget.Of(kind, market),
        MessageFormat.Price, price => price.Market,
        static (older, newer) => older.Market == newer.Market ? newer : null);

    public static StreamSubscription<FundingUpdate> Funding(string? market) => new(
        StreamKind.Funding, market, StreamPaths.Of(StreamKind.Funding, market), RpcTarget.Of(StreamKind.Funding, market),
        MessageFormat.Funding, rate => rate.Market, null);

    public static StreamSubscription<StreamCandle> Candles(string market, CandlePrice price, string interval) => new(
        StreamKind.Candles, market, StreamPaths.OfCandles(market, price, interval), RpcTarget.OfCandles(market, price, interval),
        MessageFormat.CandlesOf(market), candle => candle.Market,
        static (older, newer) => older.StartMs == newer.StartMs ? newer : null);

    public static StreamSubscription<AccountUpdate> Account(long accountId) => new(
        StreamKind.Account, null, StreamPaths.Account, RpcTarget.OfAccount(accountId),
        MessageFormat.Account, _ => null, null);
}
