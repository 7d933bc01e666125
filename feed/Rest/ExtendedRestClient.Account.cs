using System.Globalization;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Rest;

/// <content>What the account is and has. All of it needs the API key.</content>
public sealed partial class ExtendedRestClient
{
    /// <summary>The sub-account that the key belongs to.</summary>
    public Task<AccountInfo> GetAccountAsync(CancellationToken cancellation = default) =>
        GetAsync<AccountInfo>(RestCall.Private("/user/account/info"), cancellation);

    /// <summary>All sub-accounts of the wallet.</summary>
    public Task<IReadOnlyList<AccountInfo>> GetAccountsAsync(CancellationToken cancellation = default) =>
        GetListAsync<AccountInfo>(RestCall.Private("/user/accounts"), cancellation);

    /// <summary>What the account earns for making markets.</summary>
    public Task<RebateStats> GetRebateStatsAsync(CancellationToken cancellation = default) =>
        GetAsync<RebateStats>(RestCall.Private("/user/rebates/stats"), cancellation);

    /// <summary>The balance; zeros if nothing was ever deposited, which the exchange tells as 404.</summary>
    public async Task<BalanceInfo> GetBalanceAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync<BalanceInfo>(RestCall.Private("/user/balance"), cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.Kind == ExtendedErrorKind.NotFound)
        {
            return BalanceInfo.Zero;
        }
    }

    /// <summary>Open positions.</summary>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="side">Of this side; null: both.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<PositionInfo>> GetPositionsAsync(
        IEnumerable<string>? markets = null, PositionSide? side = null, CancellationToken cancellation = default) =>
        GetListAsync<PositionInfo>(RestCall.Private(new RestQuery("/user/positions").Add("market", markets).Add("side", side)), cancellation);

    /// <summary>A page of positions as they were, newest first.</summary>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="side">Of this side; null: both.</param>
    /// <param name="cursor">The page before's, or null for the first.</param>
    /// <param name="limit">How many at most, up to 10,000; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<PositionHistoryInfo>> GetPositionHistoryAsync(
        IEnumerable<string>? markets = null, PositionSide? side = null, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
    {
        RestQuery query = new RestQuery("/user/positions/history").Add("market", markets).Add("side", side).Add("cursor", cursor).Add("limit", limit);
        return GetPageAsync<PositionHistoryInfo>(RestCall.Private(query), cancellation);
    }

    /// <summary>All positions as they were, newest first, page after page.</summary>
    public IAsyncEnumerable<PositionHistoryInfo> EnumeratePositionHistoryAsync(
        IEnumerable<string>? markets = null, PositionSide? side = null, int? pageSize = null, CancellationToken cancellation = default) =>
        PagesAsync(cursor => GetPositionHistoryAsync(markets, side, cursor, pageSize, cancellation), cancellation);

    /// <summary>Open orders: new, partially filled, untriggered.</summary>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="type">Of this type; null: of all.</param>
    /// <param name="side">Of this side; null: both.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<OrderInfo>> GetOpenOrdersAsync(
        IEnumerable<string>? markets = null, OrderType? type = null, Side? side = null, CancellationToken cancellation = default) =>
        GetListAsync<OrderInfo>(
            RestCall.Private(new RestQuery("/user/orders").Add("market", markets).Add("type", type).Add("side", side)), cancellation);

    /// <summary>
    /// An order by the exchange's id, open or closed; null if the exchange knows none. Orders that closed without a fill are kept for 7 days, for
    /// accounts of high volume not at all.
    /// </summary>
    public async Task<OrderInfo?> GetOrderAsync(long id, CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync<OrderInfo>(RestCall.Private("/user/orders/" + id.ToString(CultureInfo.InvariantCulture)), cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.Kind == ExtendedErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// The orders of that external id, open or closed; none if the exchange knows none. Orders that closed without a fill are kept for 7 days, for
    /// accounts of high volume not at all.
    /// </summary>
    public async Task<IReadOnlyList<OrderInfo>> GetOrdersByExternalIdAsync(string externalId, CancellationToken cancellation = default)
    {
        try
        {
            return await GetListAsync<OrderInfo>(RestCall.Private("/user/orders/external/" + Segment(externalId)), cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.Kind == ExtendedErrorKind.NotFound)
        {
            return [];
        }
    }

    /// <summary>A page of closed orders, newest first.</summary>
    /// <param name="filter">Which; null: all.</param>
    /// <param name="cursor">The page before's, or null for the first.</param>
    /// <param name="limit">How many at most, up to 10,000; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<OrderInfo>> GetOrderHistoryAsync(
        OrderHistoryFilter? filter = null, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
    {
        filter ??= new OrderHistoryFilter();
        RestQuery query = new RestQuery("/user/orders/history")
            .Add("id", filter.Ids).Add("externalId", filter.ExternalIds).Add("market", filter.Markets).Add("type", filter.Type).Add("side", filter.Side)
            .Add("cursor", cursor).Add("limit", limit);
        return GetPageAsync<OrderInfo>(RestCall.Private(query), cancellation);
    }

    /// <summary>All closed orders that are kept, newest first, page after page.</summary>
    public IAsyncEnumerable<OrderInfo> EnumerateOrderHistoryAsync(
        OrderHistoryFilter? filter = null, int? pageSize = null, CancellationToken cancellation = default) =>
        PagesAsync(cursor => GetOrderHistoryAsync(filter, cursor, pageSize, cancellation), cancellation);

    /// <summary>A page of own trades, newest first, of one market, of many at once or of all.</summary>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="type">What caused them; null: anything.</param>
    /// <param name="side">Own side; null: both.</param>
    /// <param name="cursor">The page before's, or null for the first.</param>
    /// <param name="limit">How many at most, up to 10,000; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<UserTradeInfo>> GetUserTradesAsync(
        IEnumerable<string>? markets = null, TradeType? type = null, Side? side = null, long? cursor = null, int? limit = null,
        CancellationToken cancellation = default) =>
        GetPageAsync<UserTradeInfo>(RestCall.Private(TradesQuery(markets, type, side, cursor, limit)), cancellation);

    /// <summary>All own trades, newest first, page after page.</summary>
    public IAsyncEnumerable<UserTradeInfo> EnumerateUserTradesAsync(
        IEnumerable<string>? markets = null, TradeType? type = null, Side? side = null, int? pageSize = null, CancellationToken cancellation = default) =>
        PagesAsync(cursor => GetUserTradesAsync(markets, type, side, cursor, pageSize, cancellation), cancellation);

    /// <summary>A page of funding payments, newest first.</summary>
    /// <param name="fromMs">From, Unix milliseconds.</param>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="side">Of positions of this side; null: both.</param>
    /// <param name="cursor">The page before's, or null for the first.</param>
    /// <param name="limit">How many at most; null: the exchange's default.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<Page<FundingPaymentInfo>> GetFundingPaymentsAsync(
        long fromMs, IEnumerable<string>? markets = null, PositionSide? side = null, long? cursor = null, int? limit = null,
        CancellationToken cancellation = default)
    {
        RestQuery query = new RestQuery("/user/funding/history")
            .Add("fromTime", fromMs).Add("market", markets).Add("side", side).Add("cursor", cursor).Add("limit", limit);
        return GetPageAsync<FundingPaymentInfo>(RestCall.Private(query), cancellation);
    }

    /// <summary>All funding payments since a time, newest first, page after page.</summary>
    public IAsyncEnumerable<FundingPaymentInfo> EnumerateFundingPaymentsAsync(
        long fromMs, IEnumerable<string>? markets = null, PositionSide? side = null, int? pageSize = null, CancellationToken cancellation = default) =>
        PagesAsync(cursor => GetFundingPaymentsAsync(fromMs, markets, side, cursor, pageSize, cancellation), cancellation);

    /// <summary>Fee rates of the markets.</summary>
    /// <param name="markets">Of these markets; null: of all.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<IReadOnlyList<FeeInfo>> GetFeesAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetFeesAsync(markets, builderId: null, cancellation);

    /// <summary>Fee rates of the markets, with those of a builder.</summary>
    public Task<IReadOnlyList<FeeInfo>> GetFeesAsync(IEnumerable<string>? markets, long? builderId, CancellationToken cancellation = default) =>
        GetListAsync<FeeInfo>(RestCall.Private(new RestQuery("/user/fees").Add("market", markets).Add("builderId", builderId)), cancellation);

    /// <summary>Leverage by market.</summary>
    public Task<IReadOnlyList<LeverageInfo>> GetLeverageAsync(IEnumerable<string>? markets = null, CancellationToken cancellation = default) =>
        GetListAsync<LeverageInfo>(RestCall.Private(new RestQuery("/user/leverage").Add("market", markets)), cancellation);

    private static RestQuery TradesQuery(IEnumerable<string>? markets, TradeType? type, Side? side, long? cursor, int? limit) =>
        new RestQuery("/user/trades").Add("market", markets).Add("type", type).Add("side", side).Add("cursor", cursor).Add("limit", limit);
}
