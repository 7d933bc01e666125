using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Orders;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Tests.Support;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Feed.Tests.Rest;

/// <summary>Orders are written as the exchange documents them, and every signature is of what the request says.</summary>
public sealed class OrderSigningTests : IDisposable
{
    /// <summary>The public unit-test key of the exchange's own libraries; it holds no funds.</summary>
    private const string PrivateKey = "0x7a7ff6fd3cab02ccdcd4a572563f5976f8976899b03a39773795a3c486d4986";

    private const uint Vault = 10002;
    private const long NowMs = 1790425500000;
    private static readonly FeeInfo Fees = new("BTC-USD", 0m, 0.00025m);
    private readonly MarketInfo _market = Market();
    private readonly OrderSigner _signer = Signer(SigningDomain.Mainnet);

    public void Dispose() => _signer.Dispose();

    [Fact]
    public void The_documented_order_and_its_replacement_are_written_and_signed_byte_for_byte()
    {
        NewOrder order = NewOrder.Passive("BTC-USD", Side.Buy, 0.005m, 84070m) with
        {
            ExternalId = "mm-btc-b-000001",
            ExpiryMs = 1790429100000,
            MaxFeeRate = 0.00025m,
            Nonce = 1473459052,
        };
        NewOrder replacement = order with
        {
            ExternalId = "mm-btc-b-000002",
            CancelExternalId = "mm-btc-b-000001",
            Qty = 0.003m,
            Price = 84065m,
            Nonce = 1473459053,
        };

        Assert.Equal(Samples.Wire("rest-order-create-request"), _signer.Sign(order, _market).Body.ToArray());
        Assert.Equal(Samples.Wire("rest-order-replace-request"), _signer.Sign(replacement, _market).Body.ToArray());
    }

    [Fact]
    public void What_is_left_open_is_chosen()
    {
        SignedOrder passive = _signer.Sign(NewOrder.Passive("BTC-USD", Side.Buy, 0.005m, 84070m), _market, Fees with { MakerFeeRate = 0.0001m });
        SignedOrder other = _signer.Sign(NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 84070m), _market, Fees);
        SignedOrder rebate = _signer.Sign(NewOrder.Passive("BTC-USD", Side.Buy, 0.005m, 84070m), _market, Fees with { MakerFeeRate = -0.0001m });

        Assert.Equal((0.0001m, 0.00025m, 0m), (passive.Order.MaxFeeRate, other.Order.MaxFeeRate, rebate.Order.MaxFeeRate));
        Assert.Equal(NowMs + 3_600_000, passive.Order.ExpiryMs);
        Assert.Matches("^[0-9a-f]{32}$", passive.ExternalId);
        Assert.InRange(passive.Order.Nonce!.Value, 1, int.MaxValue);
        Assert.NotEqual((passive.ExternalId, passive.Order.Nonce), (other.ExternalId, other.Order.Nonce));
        Assert.Equal(ExtendedErrorKind.InvalidRequest, Refusal(NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 84070m), fees: null).Kind);
    }

    [Fact]
    public void Chance_can_be_given_and_zero_is_no_nonce()
    {
        using OrderSigner first = Signer(SigningDomain.Mainnet, new CountingChance());
        using OrderSigner second = Signer(SigningDomain.Mainnet, new CountingChance());
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Sell, 0.005m, 84070m);

        SignedOrder signed = first.Sign(order, _market, Fees);

        Assert.Equal(signed.Body.ToArray(), second.Sign(order, _market, Fees).Body.ToArray());
        Assert.True(signed.Order.Nonce > 0);
    }

    [Fact]
    public void A_conditional_order_carries_its_trigger()
    {
        var trigger = new ConditionalTrigger(85000m, TriggerPriceType.Mark, TriggerDirection.Up, PriceType.Market);

        SignedOrder signed = _signer.Sign(NewOrder.Conditional("BTC-USD", Side.Buy, 0.01m, 86000m, trigger), _market, Fees);

        using var body = JsonDocument.Parse(signed.Body);
        Assert.Equal(
            """{"triggerPrice":"85000","triggerPriceType":"MARK","direction":"UP","executionPriceType":"MARKET"}""",
            body.RootElement.GetProperty("trigger").GetRawText());
        Assert.Equal("CONDITIONAL", body.RootElement.GetProperty("type").GetString());
        Verify(body.RootElement, body.RootElement, Side.Buy, 0.01m, 86000m, 0.00025m);
    }

    [Theory]
    [InlineData(TpslType.Order)]
    [InlineData(TpslType.Position)]
    public void Every_leg_of_an_order_has_a_signature_of_its_own_on_the_closing_side(TpslType type)
    {
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Buy, 0.01m, 84000m) with
        {
            TpslType = type,
            TakeProfit = new TpslLeg(86000m, TriggerPriceType.Last, 85900m, PriceType.Limit),
            StopLoss = new TpslLeg(83000m, TriggerPriceType.Mark, 82000m, PriceType.Market),
        };

        SignedOrder signed = _signer.Sign(order, _market, Fees);

        using var body = JsonDocument.Parse(signed.Body);
        JsonElement root = body.RootElement;
        // Five decimals of the step, more than any position: 60,000,000 × 50 / price.
        decimal takeProfitSize = type == TpslType.Order ? 0.01m : 34924.33061m;
        decimal stopLossSize = type == TpslType.Order ? 0.01m : 36585.36585m;
        Verify(root, root, Side.Buy, 0.01m, 84000m, 0.00025m);
        Verify(root, root.GetProperty("takeProfit"), Side.Sell, takeProfitSize, 85900m, 0.00025m);
        Verify(root, root.GetProperty("stopLoss"), Side.Sell, stopLossSize, 82000m, 0.00025m);
        Assert.Equal(type == TpslType.Order ? "ORDER" : "POSITION", root.GetProperty("tpSlType").GetString());
        Assert.Equal(
            ("86000", "LAST", "85900", "LIMIT"),
            (root.GetProperty("takeProfit").GetProperty("triggerPrice").GetString(), root.GetProperty("takeProfit").GetProperty("triggerPriceType").GetString(), root.GetProperty("takeProfit").GetProperty("price").GetString(), root.GetProperty("takeProfit").GetProperty("priceType").GetString()));
    }

    [Fact]
    public void Take_profit_and_stop_loss_of_a_position_are_signed_on_their_own_side_and_nothing_else_is()
    {
        NewOrder order = NewOrder.PositionTpsl(
            "BTC-USD", Side.Buy, new TpslLeg(80000m, TriggerPriceType.Mark, 80500m, PriceType.Limit), new TpslLeg(88000m, TriggerPriceType.Mark, 89000m, PriceType.Market));

        SignedOrder signed = _signer.Sign(order, _market, Fees);

        using var body = JsonDocument.Parse(signed.Body);
        JsonElement root = body.RootElement;
        Assert.Null(signed.Hash);
        Assert.False(root.TryGetProperty("settlement", out _));
        Assert.Equal(("TPSL", "0", "0", true), (root.GetProperty("type").GetString(), root.GetProperty("qty").GetString(), root.GetProperty("price").GetString(), root.GetProperty("reduceOnly").GetBoolean()));
        Verify(root, root.GetProperty("takeProfit"), Side.Buy, 37267.08074m, 80500m, 0.00025m);
        Verify(root, root.GetProperty("stopLoss"), Side.Buy, 33707.86516m, 89000m, 0.00025m);
    }

    [Fact]
    public void A_builders_fee_is_signed_on_top_and_written_apart()
    {
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Sell, 0.01m, 84000m) with { BuilderFeeRate = 0.00010m, BuilderId = 17 };

        SignedOrder signed = _signer.Sign(order, _market, Fees);

        using var body = JsonDocument.Parse(signed.Body);
        Assert.Equal(("0.00025", "0.0001", 17), (body.RootElement.GetProperty("fee").GetString(), body.RootElement.GetProperty("builderFee").GetString(), body.RootElement.GetProperty("builderId").GetInt32()));
        Verify(body.RootElement, body.RootElement, Side.Sell, 0.01m, 84000m, 0.00035m);
    }

    [Fact]
    public void Nothing_is_null_and_self_trade_protection_is_always_there()
    {
        foreach (SelfTradeProtection protection in (SelfTradeProtection[])[SelfTradeProtection.Account, SelfTradeProtection.Client, SelfTradeProtection.Disabled])
        {
            SignedOrder signed = _signer.Sign(NewOrder.AtMarket("BTC-USD", Side.Sell, 0.01m, 83500m) with { SelfTradeProtection = protection }, _market, Fees);

            string body = signed.ToString();
            Assert.DoesNotContain("null", body, StringComparison.Ordinal);
            Assert.Contains($"\"selfTradeProtectionLevel\":\"{protection.ToString().ToUpperInvariant()}\"", body, StringComparison.Ordinal);
            Assert.Contains("\"type\":\"MARKET\",\"side\":\"SELL\"", body, StringComparison.Ordinal);
            Assert.Contains("\"timeInForce\":\"IOC\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_signature_of_any_order_is_of_what_the_request_says()
    {
        var cases = from isBuy in Gen.Elements(true, false)
                    from steps in Gen.Choose(10, 1_000_000)
                    from ticks in Gen.Choose(80_000, 88_000)
                    from fee in Gen.Choose(0, 1_000)
                    from expiry in Gen.Choose(1, 1_000_000)
                    from nonce in Gen.Choose(1, int.MaxValue)
                    select (isBuy, steps, ticks, fee, expiry, nonce);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260926, 7), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            NewOrder order = NewOrder.Limit("BTC-USD", c.isBuy ? Side.Buy : Side.Sell, c.steps * 0.00001m, c.ticks) with
            {
                MaxFeeRate = c.fee / 1_000_000m,
                ExpiryMs = NowMs + c.expiry,
                Nonce = c.nonce,
            };
            using var body = JsonDocument.Parse(_signer.Sign(order, _market).Body);
            Verify(body.RootElement, body.RootElement, order.Side, order.Qty, c.ticks, c.fee / 1_000_000m);
        }));
    }

    [Fact]
    public void What_the_exchange_would_refuse_is_told_before_it_is_sent()
    {
        NewOrder good = NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 84070m);
        Wrong(good with { Price = 84070.5m }, "the price 84070.5: a multiple of the tick 1 is expected");
        Wrong(good with { Qty = 0.0050001m }, "the size 0.0050001: a multiple of the step 0.00001 is expected");
        Wrong(good with { Qty = 0.00009m }, "the size 0.00009: at least 0.0001 is expected");
        Wrong(good with { Qty = 0 }, "the size 0: more than 0 is expected");
        Wrong(good with { Qty = -0.005m }, "the size -0.005: more than 0 is expected");
        Wrong(good with { Price = null }, "the order has no price; market orders need their worst price too");
        Wrong(good with { Qty = 200m }, "the value 16814000: at most 15000000 is expected");
        Wrong(good with { Qty = decimal.MaxValue }, "is too large");
        Wrong(good with { Qty = 99_999_999_999_999.99999m }, "is too large");
        Wrong(good with { Price = 88262m }, "the price 88262: a buy of at most 88261.39721883750525 is expected, the mark price 84058.473541750005 and 5.00 %");
        Wrong(good with { Side = Side.Sell, Price = 79855m }, "the price 79855: a sale of at least 79855.54986466250475 is expected, the mark price 84058.473541750005 less 5.00 %");
        Wrong(good with { ExpiryMs = NowMs }, "the expiry 1790425500000 ms: after now (1790425500000) and at most 90 days ahead is expected");
        Wrong(good with { ExpiryMs = NowMs + 90L * 86_400_000 + 1 }, "at most 90 days ahead");
        Wrong(good with { Market = "ETH-USD" }, "the order is for ETH-USD");
        Wrong(good with { Side = Side.Unknown }, "neither buy nor sell");
        Wrong(good with { Type = OrderType.Twap }, "orders of type Twap cannot be placed");
        Wrong(good with { Type = OrderType.Market }, "a market order is IOC and not post-only");
        Wrong(good with { TimeInForce = TimeInForce.Ioc, PostOnly = true }, "time in force GTT is expected");
        Wrong(good with { TimeInForce = TimeInForce.Unknown }, "neither GTT nor IOC");
        Wrong(good with { SelfTradeProtection = SelfTradeProtection.Unknown }, "self-trade protection");
        Wrong(good with { Type = OrderType.Conditional }, "a trigger belongs to conditional orders");
        Wrong(good with { ExternalId = "a b" }, "the external id 'a b'");
        Wrong(good with { ExternalId = new string('x', 65) }, "1 to 64 of");
        Wrong(good with { ExternalId = "x", CancelExternalId = "x" }, "cannot replace itself");
        Wrong(good with { CancelExternalId = "" }, "is empty");
        Wrong(good with { Nonce = 0 }, "the nonce 0: 1 to 2147483647 is expected");
        Wrong(good with { Nonce = 1L << 31 }, "the nonce 2147483648");
        Wrong(good with { MaxFeeRate = -0.1m }, "the fee rate -0.1");
        Wrong(good with { MaxFeeRate = 0.0000000000000000001m }, "has more decimals than can be signed");
        Wrong(good with { BuilderFeeRate = 1m }, "the builder's fee rate 1");
        NewOrder market = NewOrder.AtMarket("BTC-USD", Side.Buy, 0.005m, 84070m);
        Wrong(market with { Qty = 36m }, "the value 3026520: at most 3000000 is expected");
        Wrong(market with { PostOnly = true, TimeInForce = TimeInForce.Gtt }, "not post-only");
        var trigger = new ConditionalTrigger(85000m, TriggerPriceType.Mark, TriggerDirection.Up, PriceType.Limit);
        NewOrder conditional = NewOrder.Conditional("BTC-USD", Side.Buy, 0.01m, 85000m, trigger);
        Wrong(conditional with { Price = 90000m }, "the trigger price 85000 and 5.00 %");
        Wrong(conditional with { Trigger = trigger with { Direction = TriggerDirection.Unknown } }, "a direction");
        Wrong(conditional with { Trigger = trigger with { PriceType = TriggerPriceType.Unknown } }, "LAST, MARK or INDEX");
        Wrong(conditional with { Trigger = trigger with { Price = 85000.5m } }, "the trigger price 85000.5: a multiple of the tick");
        Wrong(conditional with { PostOnly = true, Trigger = trigger with { Execution = PriceType.Market } }, "cannot be post-only");
    }

    [Fact]
    public void Legs_on_the_wrong_side_or_without_their_type_are_told()
    {
        var above = new TpslLeg(86000m, TriggerPriceType.Mark, 86000m, PriceType.Limit);
        var below = new TpslLeg(82000m, TriggerPriceType.Mark, 82000m, PriceType.Limit);
        NewOrder buy = NewOrder.Limit("BTC-USD", Side.Buy, 0.01m, 84000m) with { TpslType = TpslType.Order };
        NewOrder sell = NewOrder.Limit("BTC-USD", Side.Sell, 0.01m, 84000m) with { TpslType = TpslType.Order };
        Wrong(buy with { TakeProfit = below }, "the take-profit's trigger 82000: above the entry 84000 is expected");
        Wrong(buy with { StopLoss = above }, "the stop-loss's trigger 86000: below the entry 84000 is expected");
        Wrong(sell with { TakeProfit = above }, "the take-profit's trigger 86000: below the entry 84000 is expected");
        Wrong(sell with { StopLoss = below }, "the stop-loss's trigger 82000: above the entry 84000 is expected");
        Wrong(buy with { TakeProfit = above with { Price = 81000m } }, "the take-profit's price 81000: a sale of at least 81700.00 is expected");
        Wrong(buy with { TakeProfit = above with { PriceType = PriceType.Unknown } }, "needs an execution");
        Wrong(buy with { TakeProfit = above with { TriggerPriceType = TriggerPriceType.Unknown } }, "LAST, MARK or INDEX");
        Wrong(buy, "the type needs a leg");
        Wrong(buy with { TpslType = null, TakeProfit = above }, "need the type ORDER or POSITION");
        NewOrder position = NewOrder.PositionTpsl("BTC-USD", Side.Sell, above, below);
        Wrong(position with { TakeProfit = below, StopLoss = above }, "are exchanged");
        Wrong(position with { TakeProfit = null, StopLoss = null }, "at least one leg");
        Wrong(position with { Qty = 1 }, "have size 0, not 1");
        Wrong(position with { Price = 5 }, "the order's price is 5");
        Wrong(position with { ReduceOnly = false }, "are reduce-only");
        _signer.Sign(buy with { TakeProfit = above, StopLoss = below }, _market, Fees);
        _signer.Sign(sell with { TakeProfit = below, StopLoss = above }, _market, Fees);
        _signer.Sign(position, _market, Fees);
    }

    [Theory]
    [InlineData(MarketStatus.ReduceOnly, false, false)]
    [InlineData(MarketStatus.ReduceOnly, true, true)]
    [InlineData(MarketStatus.Disabled, true, false)]
    [InlineData(MarketStatus.Active, false, true)]
    public void A_market_that_is_not_traded_takes_no_orders(MarketStatus status, bool reduceOnly, bool taken)
    {
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 84070m) with { ReduceOnly = reduceOnly };
        MarketInfo market = _market with { Status = status };

        if (taken)
            _signer.Sign(order, market, Fees);
        else
            Assert.Equal(ExtendedErrorKind.InvalidMarket, Assert.Throws<ExtendedException>(() => _signer.Sign(order, market, Fees)).Kind);
    }

    [Fact]
    public void The_test_network_allows_28_days_and_dust_may_be_closed()
    {
        using OrderSigner testnet = Signer(SigningDomain.Testnet);
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Buy, 0.00001m, 84070m) with { ReduceOnly = true, ExpiryMs = NowMs + 28L * 86_400_000 };

        testnet.Sign(order, _market, Fees);

        Assert.Throws<ExtendedException>(() => testnet.Sign(order with { ExpiryMs = order.ExpiryMs + 1 }, _market, Fees));
        _signer.Sign(order with { ExpiryMs = order.ExpiryMs + 1 }, _market, Fees);
    }

    [Fact]
    public void A_market_without_usable_configuration_is_the_exchanges_fault()
    {
        NewOrder order = NewOrder.Limit("BTC-USD", Side.Buy, 0.005m, 84070m);

        Assert.Equal(ExtendedErrorKind.Protocol, Fault(_market with { L2Config = _market.L2Config with { SyntheticId = "BTC" } }));
        Assert.Equal(ExtendedErrorKind.Protocol, Fault(_market with { L2Config = _market.L2Config with { CollateralResolution = 0 } }));
        Assert.Equal(ExtendedErrorKind.Protocol, Fault(_market with { L2Config = _market.L2Config with { SyntheticResolution = -1 } }));
        Assert.Equal(ExtendedErrorKind.Protocol, Fault(_market with { TradingConfig = _market.TradingConfig with { MinPriceChange = "0" } }));

        ExtendedErrorKind Fault(MarketInfo market) => Assert.Throws<ExtendedException>(() => _signer.Sign(order, market, Fees)).Kind;
    }

    [Fact]
    public void A_signer_cannot_be_printed() => Assert.Equal(SecretText.Mask, _signer.ToString());

    private static OrderSigner Signer(SigningDomain domain, RandomNumberGenerator? chance = null)
    {
        Assert.True(StarkPrivateKey.TryParseHex(PrivateKey, out StarkPrivateKey? key));
        using (key)
            return new OrderSigner(key, domain, Vault, chance, new FixedTime());
    }

    private static MarketInfo Market() => Assert.Single(RestJson.ReadList<MarketInfo>(Samples.Pretty("rest-markets"), "sample"));

    private void Wrong(NewOrder order, string expected)
    {
        ExtendedException e = Refusal(order, Fees);
        Assert.Equal((ExtendedErrorKind.InvalidRequest, true), (e.Kind, e.IsRefused));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private ExtendedException Refusal(NewOrder order, FeeInfo? fees) => Assert.Throws<ExtendedException>(() => _signer.Sign(order, _market, fees));

    /// <summary>Recomputes the amounts in big integers from the documentation's formulas and verifies the signature of their hash.</summary>
    private static void Verify(JsonElement root, JsonElement signed, Side side, decimal size, decimal price, decimal feeRate)
    {
        bool isBuy = side == Side.Buy;
        BigInteger unit = BigInteger.Pow(10, 28);
        BigInteger baseScaled = Scaled(size) * 1_000_000;
        BigInteger quoteScaled = Scaled(size) * Scaled(price) / unit * 1_000_000;
        Assert.Equal(BigInteger.Zero, Scaled(size) * Scaled(price) % unit);
        long baseAmount = (long)Divide(baseScaled, unit, up: isBuy);
        long quoteAmount = (long)Divide(quoteScaled, unit, up: isBuy);
        BigInteger fee = Divide(quoteScaled * Scaled(feeRate), unit * unit, up: true);
        JsonElement settlement = signed.GetProperty("settlement");
        Felt key = Hex(settlement.GetProperty("starkKey"));
        var message = new OrderMessage
        {
            PositionId = Vault,
            BaseAssetId = Hex("0x4254432d3600000000000000000000"),
            BaseAmount = isBuy ? baseAmount : -baseAmount,
            QuoteAssetId = Hex("0x1"),
            QuoteAmount = isBuy ? -quoteAmount : quoteAmount,
            FeeAssetId = Hex("0x1"),
            FeeAmount = (ulong)fee,
            ExpirationSeconds = (ulong)((root.GetProperty("expiryEpochMillis").GetInt64() + 999) / 1000 + 14 * 86400),
            Salt = ulong.Parse(root.GetProperty("nonce").GetString()!, CultureInfo.InvariantCulture),
        };
        Felt hash = OrderHash.Compute(SigningDomain.Mainnet.Hash, key, message);
        JsonElement signature = settlement.GetProperty("signature");
        Assert.True(StarkCurve.Verify(key, hash, Hex(signature.GetProperty("r")), Hex(signature.GetProperty("s"))), "the signature is of something else");
        Assert.Equal("10002", settlement.GetProperty("collateralPosition").GetString());
    }

    private static BigInteger Scaled(decimal value) => new BigInteger(value * 1_000_000_000_000_000m) * BigInteger.Pow(10, 13);

    private static BigInteger Divide(BigInteger value, BigInteger by, bool up) => (value + (up ? by - 1 : 0)) / by;

    private static Felt Hex(JsonElement text) => Hex(text.GetString()!);

    private static Felt Hex(string text)
    {
        Assert.True(Felt.TryParseHex(text, out Felt value));
        return value;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }

    /// <summary>Zeros first, then ones, and so on.</summary>
    private sealed class CountingChance : RandomNumberGenerator
    {
        private byte _next;

        public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

        public override void GetBytes(Span<byte> data) => data.Fill((byte)(_next++ / 2));
    }
}
