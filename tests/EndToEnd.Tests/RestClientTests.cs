using System.Security.Cryptography;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Signing;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>The library's REST client against the simulator, which checks every signature and rule with code of its own.</summary>
public sealed class RestClientTests : IAsyncLifetime
{
    private const string Market = "BTC-USD";
    private readonly SecretText _apiKey = new(DemoAccount.ApiKey);
    private SimulatorServer _exchange = null!;
    private ExtendedRestClient _client = null!;
    private OrderSigner _signer = null!;

    public async Task InitializeAsync()
    {
        _exchange = await SimulatorServer.StartAsync(new SimulatorOptions { Tls = true });
        string thumbprint = _exchange.Certificate!.GetCertHashString(HashAlgorithmName.SHA256);
        ExtendedEnvironment environment = ExtendedEnvironment.ForUrl(new Uri(_exchange.RestBase.GetLeftPart(UriPartial.Authority)));
        Assert.Equal((_exchange.RestBase, _exchange.StreamBase, _exchange.RpcStream), (environment.RestBase, environment.StreamBase, environment.RpcStream));
        RestOptions options = RestOptions.For(environment, _apiKey) with
        {
            CertificateValidation = (_, certificate, _, _) => certificate!.GetCertHashString(HashAlgorithmName.SHA256) == thumbprint,
        };
        _client = new ExtendedRestClient(options, new WallClock());
        StarknetDomain domain = await _client.GetStarknetDomainAsync();
        Assert.True(StarkPrivateKey.TryParseHex(DemoAccount.StarkPrivateKey, out StarkPrivateKey? key));
        using (key)
            _signer = new OrderSigner(key, domain.ToSigningDomain(), DemoAccount.Vault);
    }

    public async Task DisposeAsync()
    {
        _signer.Dispose();
        _client.Dispose();
        _apiKey.Dispose();
        await _exchange.DisposeAsync();
    }

    [Fact]
    public async Task What_is_public_is_read()
    {
        MarketInfo market = await _client.GetMarketAsync(Market);
        Assert.True(market.Status == MarketStatus.Active);
        Assert.NotNull((await _client.GetMarketStatsAsync(Market)).MarkPrice);
        BestBidAsk best = await _client.GetBestBidAskAsync(Market);
        Assert.True(best.BidPrice < best.AskPrice && best.BidQty > 0);
        Assert.Equal(Market, Assert.Single(await _client.GetBestBidAsksAsync([Market])).Market);
        Assert.Single(await _client.GetFundingRatesAsync());
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await _client.GetPublicTradesAsync(Market);
        await _client.GetCandlesAsync(Market, CandleSource.Trades, "PT1M", 10);
        await _client.GetCandlesAsync(Market, CandleSource.MarkPrices, "PT1M", 10);
        await _client.GetFundingHistoryAsync(Market, now - 3_600_000, now);
        await _client.GetOpenInterestAsync(Market, "P1H", now - 3_600_000, now);
        Assert.Equal(ExtendedErrorKind.InvalidMarket, (await Assert.ThrowsAsync<ExtendedException>(() => _client.GetOrderBookAsync("NO-SUCH"))).Kind);
    }

    [Fact]
    public async Task Orders_of_every_type_are_accepted_replaced_and_cancelled()
    {
        BestBidAsk best = await _client.GetBestBidAskAsync(Market);
        decimal low = decimal.Floor(best.BidPrice!.Value * 0.97m), high = decimal.Ceiling(best.AskPrice!.Value * 1.03m);
        PlacedOrder passive = await _client.PlaceOrderAsync(NewOrder.Passive(Market, Side.Buy, 0.01m, low) with { ExternalId = "passive" }, _signer);
        PlacedOrder replaced = await _client.ReplaceOrderAsync("passive", NewOrder.Passive(Market, Side.Buy, 0.02m, low - 1), _signer);
        var trigger = new ConditionalTrigger(high, TriggerPriceType.Last, TriggerDirection.Up, PriceType.Limit);
        PlacedOrder conditional = await _client.PlaceOrderAsync(NewOrder.Conditional(Market, Side.Buy, 0.01m, high, trigger), _signer);
        NewOrder legged = NewOrder.Limit(Market, Side.Buy, 0.01m, low) with
        {
            TpslType = TpslType.Order,
            TakeProfit = new TpslLeg(high, TriggerPriceType.Mark, high, PriceType.Limit),
            StopLoss = new TpslLeg(low - 100, TriggerPriceType.Mark, low - 200, PriceType.Market),
        };
        PlacedOrder withLegs = await _client.PlaceOrderAsync(legged, _signer);

        Dictionary<long, OrderInfo> open = (await _client.GetOpenOrdersAsync([Market])).ToDictionary(order => order.Id);

        Assert.DoesNotContain(passive.Id, open.Keys);
        Assert.Equal((low - 1, 0.02m), (open[replaced.Id].Price, open[replaced.Id].Qty));
        Assert.True(open[conditional.Id].Type == OrderType.Conditional && open[conditional.Id].Trigger!.TriggerPrice == high);
        Assert.Equal(high, open[withLegs.Id].TakeProfit!.Price);
        Assert.Equal(conditional.Id, (await _client.GetOrderAsync(conditional.Id))!.Id);
        Assert.Equal(passive.Id, Assert.Single(await _client.GetOrdersByExternalIdAsync("passive")).Id);
        OrderInfo old = Assert.Single((await _client.GetOrderHistoryAsync(new OrderHistoryFilter { ExternalIds = ["passive"] })).Items);
        Assert.True(old.Status == OrderStatus.Cancelled && old.StatusReason == OrderStatusReason.OrderReplaced);

        await _client.CancelAsync(replaced.Id);
        await _client.CancelByExternalIdAsync(conditional.ExternalId);
        await _client.MassCancelAsync(new MassCancelRequest { CancelAll = true });
        Assert.Empty(await _client.GetOpenOrdersAsync());
        Assert.Equal(ExtendedErrorKind.NotFound, (await Assert.ThrowsAsync<ExtendedException>(() => _client.CancelAsync(replaced.Id))).Kind);
        Assert.Null(await _client.GetOrderAsync(4));
    }

    [Fact]
    public async Task A_position_is_opened_by_notional_protected_closed_and_accounted_for()
    {
        PlacedOrder opened = await _client.PlaceMarketOrderByNotionalAsync(Market, Side.Buy, 1_000m, _signer);
        PositionInfo position = Assert.Single(await _client.GetPositionsAsync([Market], PositionSide.Long));
        decimal mark = position.MarkPrice!.Value;
        await _client.PlaceOrderAsync(
            NewOrder.PositionTpsl(
                Market, Side.Sell, new TpslLeg(decimal.Floor(mark * 1.1m), TriggerPriceType.Mark, decimal.Floor(mark * 1.09m), PriceType.Limit),
                new TpslLeg(decimal.Floor(mark * 0.9m), TriggerPriceType.Mark, decimal.Floor(mark * 0.88m), PriceType.Market)),
            _signer);
        await _client.ClosePositionAsync(Market, _signer);

        Assert.Empty(await _client.GetPositionsAsync());
        Assert.Null(await _client.ClosePositionAsync(Market, _signer));
        List<UserTradeInfo> trades = [];
        await foreach (UserTradeInfo trade in _client.EnumerateUserTradesAsync([Market], pageSize: 1))
            trades.Add(trade);
        Assert.Equal(0m, trades.Sum(trade => trade.Side == Side.Buy ? trade.Qty : -trade.Qty));
        Assert.Contains(trades, trade => trade.OrderId == opened.Id && trade.IsTaker == true);
        Assert.Equal(position.Size, trades.Where(trade => trade.Side == Side.Buy).Sum(trade => trade.Qty));
        Assert.InRange(trades.Where(trade => trade.Side == Side.Buy).Sum(trade => trade.Qty * trade.Price), 900m, 1_000m * 1.0075m);
        Assert.NotEmpty((await _client.GetPositionHistoryAsync([Market])).Items);
        BalanceInfo balance = await _client.GetBalanceAsync();
        ExchangeState state = await _exchange.GetStateAsync();
        Assert.Equal(state.Balance, balance.Balance);
        Assert.Equal(state.Fills.Sum(fill => fill.Fee), trades.Sum(trade => trade.Fee));
    }

    [Fact]
    public async Task The_account_is_read_and_its_leverage_and_switch_are_set()
    {
        Assert.Equal((DemoAccount.AccountId, DemoAccount.StarkPublicKey), ((await _client.GetAccountAsync()).AccountId, _signer.PublicKey.ToString()));
        await _client.SetLeverageAsync(Market, 5);
        Assert.Equal(5m, Assert.Single(await _client.GetLeverageAsync([Market])).Leverage);
        Assert.Equal(0.00025m, Assert.Single(await _client.GetFeesAsync([Market])).TakerFeeRate);
        Assert.Empty((await _client.GetFundingPaymentsAsync(0)).Items);
        decimal low = decimal.Floor((await _client.GetBestBidAskAsync(Market)).BidPrice!.Value * 0.97m);
        await _client.PlaceOrderAsync(NewOrder.Passive(Market, Side.Buy, 0.01m, low), _signer);
        await _client.SetDeadMansSwitchAsync(TimeSpan.FromSeconds(1));

        await Until.TrueAsync("the switch has cancelled", () => _client.GetOpenOrdersAsync().GetAwaiter().GetResult().Count == 0);
    }

    [Fact]
    public async Task What_the_exchange_refuses_is_told_with_its_code_and_advice()
    {
        decimal low = decimal.Floor((await _client.GetBestBidAskAsync(Market)).BidPrice!.Value * 0.97m);
        NewOrder twice = NewOrder.Passive(Market, Side.Buy, 0.01m, low) with { ExternalId = "twice" };
        await _client.PlaceOrderAsync(twice, _signer);
        Assert.True(StarkPrivateKey.TryParseHex("0x123", out StarkPrivateKey? foreign));
        using var stranger = new OrderSigner(foreign, SigningDomain.Testnet, DemoAccount.Vault);

        ExtendedException duplicate = await Assert.ThrowsAsync<ExtendedException>(() => _client.PlaceOrderAsync(twice, _signer));
        ExtendedException large = await Assert.ThrowsAsync<ExtendedException>(() => _client.PlaceOrderAsync(NewOrder.Passive(Market, Side.Buy, 5m, low), _signer));
        ExtendedException signature = await Assert.ThrowsAsync<ExtendedException>(() => _client.PlaceOrderAsync(twice with { ExternalId = "x" }, stranger));

        Assert.Equal((ExtendedErrorKind.Rejected, 1134), (duplicate.Kind, duplicate.Code));
        Assert.Equal((ExtendedErrorKind.InsufficientFunds, 1140), (large.Kind, large.Code));
        Assert.Equal(ExtendedErrorKind.Authentication, signature.Kind);
        Assert.InRange(signature.Code, 1100, 1101);
        Assert.True(duplicate.IsRefused && large.IsRefused && signature.IsRefused);
    }
}
