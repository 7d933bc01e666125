using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;

namespace LowLatencyMM.Feed.Rest;

/// <content>
/// What changes something at the exchange. An answer only says that the exchange took the request: what became of it tells the account stream, or a
/// question. Placing an order is never repeated; all else is, as doing it twice is doing it once.
/// </content>
public sealed partial class ExtendedRestClient
{
    /// <summary>How far through the best price a market order may reach, as a fraction: the exchange's own user interface uses 0.75 %.</summary>
    public const decimal DefaultSlippage = 0.0075m;

    /// <summary>Reads market and fee rates, checks the order against them and signs it. Nothing is sent yet, so that it can be shown first.</summary>
    /// <exception cref="ExtendedException">Kind InvalidRequest or InvalidMarket: the exchange would refuse it.</exception>
    public async Task<SignedOrder> SignOrderAsync(NewOrder order, OrderSigner signer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(signer);
        MarketInfo market = await GetMarketAsync(order.Market, cancellation).ConfigureAwait(false);
        return signer.Sign(order, market, await FeesForAsync(order, cancellation).ConfigureAwait(false));
    }

    /// <summary>Places a signed order, or replaces one if it names it.</summary>
    /// <exception cref="ExtendedException">
    /// <see cref="ExtendedException.IsRefused"/> tells whether it is certain that nothing was placed; otherwise ask by the external id, and never place it again
    /// under another one before the answer.
    /// </exception>
    public Task<PlacedOrder> PlaceOrderAsync(SignedOrder order, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return GetAsync<PlacedOrder>(RestCall.Order("/user/order", order.Body.ToArray()), cancellation);
    }

    /// <summary>Checks, signs and places an order.</summary>
    public async Task<PlacedOrder> PlaceOrderAsync(NewOrder order, OrderSigner signer, CancellationToken cancellation = default) =>
        await PlaceOrderAsync(await SignOrderAsync(order, signer, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    /// <summary>
    /// Replaces an open order by another, with one request. If the exchange's engine refuses the new one after the request was taken, both are
    /// cancelled.
    /// </summary>
    /// <param name="externalId">The open order's external id.</param>
    /// <param name="order">The new order, under an external id of its own.</param>
    /// <param name="signer">Signs it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<PlacedOrder> ReplaceOrderAsync(string externalId, NewOrder order, OrderSigner signer, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(externalId);
        ArgumentNullException.ThrowIfNull(order);
        return PlaceOrderAsync(order with { CancelExternalId = externalId }, signer, cancellation);
    }

    /// <summary>A market order with a worst price that is <paramref name="slippage"/> through the present best price, on the tick. Nothing is sent.</summary>
    /// <param name="market">Market.</param>
    /// <param name="side">Buy or sell.</param>
    /// <param name="qty">Size, base units.</param>
    /// <param name="slippage">Fraction, 0 to below 1.</param>
    /// <param name="reduceOnly">Only reduces a position.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ExtendedException">Kind InvalidMarket: nobody is there to trade with.</exception>
    public async Task<NewOrder> CreateMarketOrderAsync(
        string market, Side side, decimal qty, decimal slippage = DefaultSlippage, bool reduceOnly = false, CancellationToken cancellation = default)
    {
        MarketInfo config = await GetMarketAsync(market, cancellation).ConfigureAwait(false);
        decimal best = await BestPriceAsync(market, side, cancellation).ConfigureAwait(false);
        return NewOrder.AtMarket(market, side, qty, WorstPrice(side, best, slippage, config)) with { ReduceOnly = reduceOnly };
    }

    /// <summary>
    /// A market order over an amount of money: the size is the notional over the present best price, rounded down to the step. Nothing is sent.
    /// </summary>
    /// <param name="market">Market.</param>
    /// <param name="side">Buy or sell.</param>
    /// <param name="notional">Value at the present best price, collateral.</param>
    /// <param name="slippage">Fraction, 0 to below 1.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ExtendedException">Kind InvalidRequest: less than the smallest order. Kind InvalidMarket: nobody is there to trade with.</exception>
    public async Task<NewOrder> CreateMarketOrderByNotionalAsync(
        string market, Side side, decimal notional, decimal slippage = DefaultSlippage, CancellationToken cancellation = default)
    {
        if (notional <= 0)
            throw Wrong(market, notional, "the notional", "more than 0");
        MarketInfo config = await GetMarketAsync(market, cancellation).ConfigureAwait(false);
        decimal best = await BestPriceAsync(market, side, cancellation).ConfigureAwait(false);
        decimal step = config.ToFeedMarket(0).Step.ToDecimal(1);
        decimal qty = decimal.Floor(notional / best / step) * step;
        if (qty < config.TradingConfig.MinOrderSize)
        {
            throw new ExtendedException(ExtendedErrorKind.InvalidRequest, string.Create(
                CultureInfo.InvariantCulture,
                $"{market}: {notional} buys {qty} at {best}: at least {config.TradingConfig.MinOrderSize}, about {config.TradingConfig.MinOrderSize * best:0.##}, is expected."));
        }
        return NewOrder.AtMarket(market, side, qty, WorstPrice(side, best, slippage, config));
    }

    /// <summary>The market order that closes the position in a market; null if there is none. Nothing is sent.</summary>
    /// <exception cref="ExtendedException">Kind InvalidMarket: nobody is there to trade with.</exception>
    public async Task<NewOrder?> CreateClosingOrderAsync(string market, decimal slippage = DefaultSlippage, CancellationToken cancellation = default)
    {
        IReadOnlyList<PositionInfo> positions = await GetPositionsAsync([market], cancellation: cancellation).ConfigureAwait(false);
        if (positions.FirstOrDefault(position => position.Market == market && position.Size != 0) is not { } open)
            return null;
        Side side = open.SignedSize > 0 ? Side.Sell : Side.Buy;
        return await CreateMarketOrderAsync(market, side, open.Size, slippage, reduceOnly: true, cancellation).ConfigureAwait(false);
    }

    /// <summary>Places a market order; see <see cref="CreateMarketOrderAsync"/>.</summary>
    public async Task<PlacedOrder> PlaceMarketOrderAsync(
        string market, Side side, decimal qty, OrderSigner signer, decimal slippage = DefaultSlippage, CancellationToken cancellation = default)
    {
        NewOrder order = await CreateMarketOrderAsync(market, side, qty, slippage, cancellation: cancellation).ConfigureAwait(false);
        return await PlaceOrderAsync(order, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Places a market order over an amount of money; see <see cref="CreateMarketOrderByNotionalAsync"/>.</summary>
    public async Task<PlacedOrder> PlaceMarketOrderByNotionalAsync(
        string market, Side side, decimal notional, OrderSigner signer, decimal slippage = DefaultSlippage, CancellationToken cancellation = default)
    {
        NewOrder order = await CreateMarketOrderByNotionalAsync(market, side, notional, slippage, cancellation).ConfigureAwait(false);
        return await PlaceOrderAsync(order, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes the position in a market with a reduce-only market order; null if there is none.</summary>
    public async Task<PlacedOrder?> ClosePositionAsync(
        string market, OrderSigner signer, decimal slippage = DefaultSlippage, CancellationToken cancellation = default)
    {
        NewOrder? order = await CreateClosingOrderAsync(market, slippage, cancellation).ConfigureAwait(false);
        return order is null ? null : await PlaceOrderAsync(order, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks to cancel an order. The cancel happens later: the account stream tells.</summary>
    /// <exception cref="ExtendedException">Kind NotFound: there is no such open order (or an earlier attempt has cancelled it).</exception>
    public Task CancelAsync(long id, CancellationToken cancellation = default) => _transport.CallAsync(
        RestCall.Cancel(HttpMethod.Delete, "/user/order/" + id.ToString(CultureInfo.InvariantCulture), null), cancellation);

    /// <summary>Asks to cancel an order. The cancel happens later: the account stream tells.</summary>
    /// <exception cref="ExtendedException">Kind NotFound: there is no such open order (or an earlier attempt has cancelled it).</exception>
    public Task CancelByExternalIdAsync(string externalId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(externalId);
        return _transport.CallAsync(
            RestCall.Cancel(HttpMethod.Delete, new RestQuery("/user/order").Add("externalId", externalId), null), cancellation);
    }

    /// <summary>Asks to cancel many orders. The cancels happen later: the account stream tells.</summary>
    /// <exception cref="ArgumentException">The request names no orders at all.</exception>
    public Task MassCancelAsync(MassCancelRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request is { OrderIds: null, ExternalOrderIds: null, Markets: null, CancelAll: null })
            throw new ArgumentException("A mass cancel must name orders, markets or all.", nameof(request));
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, RestJson.Options);
        return _transport.CallAsync(RestCall.Cancel(HttpMethod.Post, "/user/order/massCancel", body), cancellation);
    }

    /// <summary>Arms the exchange's dead man's switch: without another call all orders of the account are cancelled after the countdown. Zero disarms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not whole seconds.</exception>
    public Task SetDeadMansSwitchAsync(TimeSpan countdown, CancellationToken cancellation = default)
    {
        if (countdown < TimeSpan.Zero || countdown.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentOutOfRangeException(nameof(countdown), countdown, "Whole seconds, zero or more, are expected.");
        RestQuery query = new RestQuery("/user/deadmanswitch").Add("countdownTime", countdown.Ticks / TimeSpan.TicksPerSecond);
        return _transport.CallAsync(RestCall.Cancel(HttpMethod.Post, query, []), cancellation);
    }

    /// <summary>Sets the leverage of a market.</summary>
    /// <exception cref="ExtendedException">Kind InvalidRequest: not more than 0, or more than the market allows.</exception>
    public Task SetLeverageAsync(string market, decimal leverage, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(market);
        if (leverage <= 0)
            throw Wrong(market, leverage, "the leverage", "more than 0");
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new { market, leverage = leverage.ToString(CultureInfo.InvariantCulture) }, RestJson.Options);
        return _transport.CallAsync(RestCall.Set(HttpMethod.Patch, "/user/leverage", body), cancellation);
    }

    private async Task<FeeInfo?> FeesForAsync(NewOrder order, CancellationToken cancellation)
    {
        if (order.MaxFeeRate is not null)
            return null;
        IReadOnlyList<FeeInfo> fees = await GetFeesAsync([order.Market], cancellation).ConfigureAwait(false);
        return fees.FirstOrDefault(fee => fee.Market == order.Market)
            ?? throw new ExtendedException(ExtendedErrorKind.Protocol, $"GET /user/fees: the exchange gives no rates for {order.Market}.");
    }

    private async Task<decimal> BestPriceAsync(string market, Side side, CancellationToken cancellation)
    {
        BestBidAsk best = await GetBestBidAskAsync(market, cancellation).ConfigureAwait(false);
        decimal? price = side switch
        {
            Side.Buy => best.AskPrice,
            Side.Sell => best.BidPrice,
            _ => throw new ArgumentOutOfRangeException(nameof(side), side, null),
        };
        return price > 0 ? price.Value : throw new ExtendedException(
            ExtendedErrorKind.InvalidMarket, $"{market}: there is nobody to {(side == Side.Buy ? "buy from" : "sell to")} now.");
    }

    private static ExtendedException Wrong(string market, decimal value, string what, string expected) => new(
        ExtendedErrorKind.InvalidRequest, string.Create(CultureInfo.InvariantCulture, $"{market}: {what} {value}: {expected} is expected."));

    /// <summary>Rounded towards the market, so that the slippage is never exceeded.</summary>
    private static decimal WorstPrice(Side side, decimal best, decimal slippage, MarketInfo market)
    {
        if (slippage is < 0 or >= 1)
            throw Wrong(market.Name, slippage, "the slippage", "a fraction from 0 to below 1");
        decimal tick = market.ToFeedMarket(0).Tick.ToDecimal(1);
        return side == Side.Buy
            ? decimal.Floor(best * (1 + slippage) / tick) * tick
            : decimal.Ceiling(best * (1 - slippage) / tick) * tick;
    }
}
