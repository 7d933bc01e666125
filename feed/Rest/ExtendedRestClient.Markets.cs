namespace LowLatencyMM.Feed.Rest;

/// <content>What is public.</content>
public sealed partial class ExtendedRestClient
{
    /// <summary>Markets, all or those named, with their configuration and figures.</summary>
    public Task<IReadOnlyList<MarketInfo>> GetMarketsAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<MarketInfo>(RestCall.Public(new RestQuery("/info/markets").Add("market", markets)), cancellation);

    /// <summary>A market's configuration (asset ids, resolutions, trading rules) and figures.</summary>
    /// <exception cref="ExtendedException">Kind InvalidMarket: there is no such market.</exception>
    public async Task<MarketInfo> GetMarketAsync(string market, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(market);
        IReadOnlyList<MarketInfo> found = await GetMarketsAsync([market], cancellation).ConfigureAwait(false);
        return found.FirstOrDefault(candidate => candidate.Name == market) ?? throw NoMarket(market);
    }

    /// <summary>A market's figures.</summary>
    public Task<MarketStats> GetMarketStatsAsync(string market, CancellationToken cancellation = default) =>
        GetAsync<MarketStats>(RestCall.Public($"/info/markets/{Segment(market)}/stats"), cancellation);

    /// <summary>The order book of a market.</summary>
    public Task<OrderBookInfo> GetOrderBookAsync(string market, CancellationToken cancellation = default) =>
        GetAsync<OrderBookInfo>(RestCall.Public($"/info/markets/{Segment(market)}/orderbook"), cancellation);

    /// <summary>The best bid and ask of a market with their sizes, from its order book.</summary>
    public async Task<BestBidAsk> GetBestBidAskAsync(string market, CancellationToken cancellation = default)
    {
        OrderBookInfo book = await GetOrderBookAsync(market, cancellation).ConfigureAwait(false);
        OrderBookLevel? bid = book.Bid.MaxBy(level => level.Price);
        OrderBookLevel? ask = book.Ask.MinBy(level => level.Price);
        return new BestBidAsk { Market = book.Market, BidPrice = bid?.Price, BidQty = bid?.Qty, AskPrice = ask?.Price, AskQty = ask?.Qty };
    }

    /// <summary>The best bids and asks of many markets, or all, with one call: from the markets' figures, which do not tell sizes.</summary>
    public async Task<IReadOnlyList<BestBidAsk>> GetBestBidAsksAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<MarketInfo> found = await GetMarketsAsync(markets, cancellation).ConfigureAwait(false);
        return [.. found.Select(market => new BestBidAsk
        {
            Market = market.Name,
            BidPrice = PositiveOrNull(market.MarketStats?.BidPrice),
            AskPrice = PositiveOrNull(market.MarketStats?.AskPrice),
        })];
    }

    /// <summary>A market's present funding rate.</summary>
    public async Task<FundingRate> GetFundingRateAsync(string market, CancellationToken cancellation = default)
    {
        MarketStats stats = await GetMarketStatsAsync(market, cancellation).ConfigureAwait(false);
        return RateOf(market, stats) ?? throw new ExtendedException(ExtendedErrorKind.Protocol, $"The exchange's figures of {market} have no funding rate.");
    }

    /// <summary>The present funding rates of many markets, or all, with one call. Markets without one (spot) are left out.</summary>
    public async Task<IReadOnlyList<FundingRate>> GetFundingRatesAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<MarketInfo> found = await GetMarketsAsync(markets, cancellation).ConfigureAwait(false);
        return [.. found.Select(market => RateOf(market.Name, market.MarketStats)).OfType<FundingRate>()];
    }

    /// <summary>The last trades of a market, in the exchange's order.</summary>
    public Task<IReadOnlyList<PublicTradeInfo>> GetPublicTradesAsync(string market, CancellationToken cancellation = default) =>
        GetListAsync<PublicTradeInfo>(RestCall.Public($"/info/markets/{Segment(market)}/trades"), cancellation);

    /// <summary>Candles, newest first.</summary>
    /// <param name="market">Market.</param>
    /// <param name="source">What they are made of.</param>
    /// <param name="interval">ISO 8601: PT1M, PT5M, PT15M, PT30M, PT1H, PT2H, PT4H, PT8H, PT12H, PT24H (also P1D), P7D, P30D.</param>
    /// <param name="limit">How many: 1 to 10,000.</param>
    /// <param name="endMs">The newest one's start at most, Unix milliseconds; null: now.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<CandleInfo>> GetCandlesAsync(
        string market, CandleSource source, string interval, int limit, long? endMs = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(interval);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        string kind = source switch
        {
            CandleSource.Trades => "trades",
            CandleSource.MarkPrices => "mark-prices",
            CandleSource.IndexPrices => "index-prices",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
        };
        RestQuery query = new RestQuery($"/info/candles/{Segment(market)}/{kind}").Add("interval", interval).Add("limit", limit).Add("endTime", endMs);
        return GetListAsync<CandleInfo>(RestCall.Public(query), cancellation);
    }

    /// <summary>A page of applied funding rates, newest first.</summary>
    /// <param name="market">Market.</param>
    /// <param name="startMs">From, Unix milliseconds.</param>
    /// <param name="endMs">To, Unix milliseconds.</param>
    /// <param name="cursor">The page before's, or null for the first.</param>
    /// <param name="limit">How many at most, up to 10,000; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<FundingRateInfo>> GetFundingHistoryAsync(
        string market, long startMs, long endMs, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
    {
        RestQuery query = new RestQuery($"/info/{Segment(market)}/funding")
            .Add("startTime", startMs).Add("endTime", endMs).Add("cursor", cursor).Add("limit", limit);
        return GetPageAsync<FundingRateInfo>(RestCall.Public(query), cancellation);
    }

    /// <summary>All applied funding rates of a period, newest first, page after page.</summary>
    public IAsyncEnumerable<FundingRateInfo> EnumerateFundingHistoryAsync(
        string market, long startMs, long endMs, int? pageSize = null, CancellationToken cancellation = default) =>
        PagesAsync(cursor => GetFundingHistoryAsync(market, startMs, endMs, cursor, pageSize, cancellation), cancellation);

    /// <summary>Open interest over time, newest first, at most 300.</summary>
    /// <param name="market">Market.</param>
    /// <param name="interval">PT1H as P1H (the exchange's spelling), or P1D.</param>
    /// <param name="startMs">From, Unix milliseconds.</param>
    /// <param name="endMs">To, Unix milliseconds.</param>
    /// <param name="limit">How many at most; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<OpenInterestInfo>> GetOpenInterestAsync(
        string market, string interval, long startMs, long endMs, int? limit = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(interval);
        RestQuery query = new RestQuery($"/info/{Segment(market)}/open-interests")
            .Add("interval", interval).Add("startTime", startMs).Add("endTime", endMs).Add("limit", limit);
        return GetListAsync<OpenInterestInfo>(RestCall.Public(query), cancellation);
    }

    /// <summary>The signing domain.</summary>
    public Task<StarknetDomain> GetStarknetDomainAsync(CancellationToken cancellation = default) =>
        GetAsync<StarknetDomain>(RestCall.Public("/info/starknet"), cancellation);

    private static decimal? PositiveOrNull(decimal? price) => price > 0 ? price : null;

    private static FundingRate? RateOf(string market, MarketStats? stats) =>
        stats?.FundingRate is { } rate ? new FundingRate { Market = market, Hourly = rate, NextTime = stats.NextFundingRate } : null;

    private static ExtendedException NoMarket(string market) =>
        new(ExtendedErrorKind.InvalidMarket, $"The exchange has no market '{market}'. {ExtendedErrorCodes.Find(1001)!.Advice}");
}
