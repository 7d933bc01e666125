using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Streams;

/// <summary>Makes the exchange's v1 streams. A <see cref="StreamThread"/> runs them.</summary>
public static class ExtendedStreams
{
    /// <summary>A market data stream of one market.</summary>
    /// <param name="kind">Any kind but <see cref="StreamKind.Account"/>.</param>
    /// <param name="market">The market.</param>
    /// <param name="sink">Takes the frames, on the thread that runs the stream; copied.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="clock">The process's clock.</param>
    public static ExtendedStream MarketData<TSink>(StreamKind kind, FeedMarket market, TSink sink, StreamOptions options, WallClock clock)
        where TSink : struct, IMarketDataSink
    {
        var parser = new MarketDataParser(kind, [market]);
        var reader = new MarketDataReader<TSink>(parser, market.Id, sink);
        return new StreamConnection<MarketDataReader<TSink>>(options, options.AddressOf(StreamPaths.Of(kind, market.Name)), apiKey: null, clock, reader);
    }

    /// <summary>A market data stream of all markets, of which those listed are delivered.</summary>
    /// <param name="kind">Any kind but the account's and the order books' (the scope of their <c>seq</c> is not documented for all markets).</param>
    /// <param name="markets">The markets wanted.</param>
    /// <param name="sink">Takes the frames, on the thread that runs the stream; copied.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="clock">The process's clock.</param>
    public static ExtendedStream AllMarkets<TSink>(
        StreamKind kind, IReadOnlyList<FeedMarket> markets, TSink sink, StreamOptions options, WallClock clock)
        where TSink : struct, IMarketDataSink
    {
        if (kind is StreamKind.OrderBook or StreamKind.BestBidAsk)
            throw new ArgumentException("An order book stream is of one market.", nameof(kind));
        var parser = new MarketDataParser(kind, markets);
        var reader = new MarketDataReader<TSink>(parser, market: -1, sink);
        return new StreamConnection<MarketDataReader<TSink>>(options, options.AddressOf(StreamPaths.Of(kind, null)), apiKey: null, clock, reader);
    }

    /// <summary>The account stream; objects of markets that are not listed are left out and counted.</summary>
    /// <param name="markets">The markets wanted.</param>
    /// <param name="sink">Takes the frames, on the thread that runs the stream; copied.</param>
    /// <param name="options">How to connect; must have the API key.</param>
    /// <param name="clock">The process's clock.</param>
    /// <exception cref="ArgumentException">There is no API key.</exception>
    public static ExtendedStream Account<TSink>(IReadOnlyList<FeedMarket> markets, TSink sink, StreamOptions options, WallClock clock)
        where TSink : struct, IAccountSink
    {
        if (options.ApiKey is null)
            throw new ArgumentException("The account stream needs the API key.", nameof(options));
        var reader = new AccountReader<TSink>(new AccountParser(markets), sink);
        return new StreamConnection<AccountReader<TSink>>(options, options.AddressOf(StreamPaths.Account), options.ApiKey, clock, reader);
    }
}
