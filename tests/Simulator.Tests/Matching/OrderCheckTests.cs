using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class OrderCheckTests
{
    private static readonly MarketRules Rules = new("BTC-USD", "0.5", "0.005");
    private static readonly TpSlLegRequest Leg = new("110", "LAST", "109", "LIMIT") { Signature = SignatureVerdict.Valid };

    private static readonly (string Fault, int Code, Func<OrderRequest, OrderRequest> Spoil)[] Refusals =
    [
        ("a type that is not simulated", 1132, order => order with { Type = "TWAP" }),
        ("a conditional order without trigger", 1143, order => order with { Type = "CONDITIONAL" }),
        ("a trigger without price", 1143, order => Conditional(order) with { Trigger = new(null, "LAST", "UP", "LIMIT") }),
        ("a trigger off the tick", 1124, order => Conditional(order) with { Trigger = new("100.3", "LAST", "UP", "LIMIT") }),
        ("a trigger without direction", 1133, order => Conditional(order) with { Trigger = new("100", "LAST", null, "LIMIT") }),
        ("a trigger of another price", 1133, order => Conditional(order) with { Trigger = new("100", "ORACLE", "UP", "LIMIT") }),
        ("a post-only conditional market order", 1144,
            order => Conditional(order) with { Trigger = new("100", "LAST", "UP", "MARKET"), PostOnly = true }),
        ("a trigger on a limit order", 1133, order => order with { Trigger = new("100", "LAST", "UP", "LIMIT") }),
        ("a TPSL order without legs", 1131, order => order with { Type = "TPSL", TpSlType = "ORDER" }),
        ("a TPSL type without legs", 1131, order => order with { TpSlType = "ORDER" }),
        ("legs without TPSL type", 1133, order => order with { TakeProfit = Leg }),
        ("a leg without trigger", 1131, order => order with { TpSlType = "ORDER", TakeProfit = Leg with { TriggerPrice = null } }),
        ("a leg without price", 1130, order => order with { TpSlType = "ORDER", StopLoss = Leg with { Price = "" } }),
        ("a leg off the tick", 1124, order => order with { TpSlType = "ORDER", StopLoss = Leg with { Price = "99.9" } }),
        ("a leg signed by another key", 1100,
            order => order with { TpSlType = "ORDER", StopLoss = Leg with { Signature = SignatureVerdict.WrongKey } }),
        ("a leg not signed", 1101, order => order with { TpSlType = "ORDER", TakeProfit = Leg with { Signature = SignatureVerdict.Missing } }),
        ("an unknown side", 1133, order => order with { Side = "LONG" }),
        ("a missing id", 1133, order => order with { ExternalId = null }),
        ("a deprecated time in force", 1133, order => order with { TimeInForce = "FOK" }),
        ("an unknown self-trade protection", 1133, order => order with { SelfTradeProtection = "NONE" }),
        ("a market order that is not IOC", 1139, order => order with { Type = "MARKET" }),
        ("a post-only IOC order", 1133, order => order with { TimeInForce = "IOC", PostOnly = true }),
        ("a size that is no number", 1133, order => order with { Qty = "1e-2" }),
        ("a missing size", 1133, order => order with { Qty = null }),
        ("a size with too many digits", 1123, order => order with { Qty = "0.0100001" }),
        ("a size off the step", 1121, order => order with { Qty = "0.007" }),
        ("a size of zero", 1120, order => order with { Qty = "0" }),
        ("a negative size", 1120, order => order with { Qty = "-0.005" }),
        ("a missing price", 1130, order => order with { Price = null }),
        ("a price that is no number", 1133, order => order with { Price = "x" }),
        ("a price with too many digits", 1125, order => order with { Price = "100.1234567" }),
        ("a price off the tick", 1124, order => order with { Price = "100.3" }),
        ("a price of zero", 1141, order => order with { Price = "0" }),
        ("too large a value", 1122, order => order with { Qty = "150000.005" }),
        ("far too large a value", 1122, order => order with { Qty = "900000000000000", Price = "90000000000000000" }),
        ("a missing expiry", 1135, order => order with { ExpiryMs = null }),
        ("an expiry that has passed", 1135, order => order with { ExpiryMs = SinkLog.StartMs }),
        ("an expiry beyond the horizon", 1135, order => order with { ExpiryMs = SinkLog.StartMs + 28 * 86_400_000L + 1 }),
        ("a missing nonce", 1133, order => order with { Nonce = null }),
        ("a nonce of zero", 1133, order => order with { Nonce = "0" }),
        ("a nonce beyond 31 bits", 1133, order => order with { Nonce = "2147483649" }),
        ("a fee below the taker's rate", 1128, order => order with { Fee = "0.0002" }),
        ("a fee that is no number", 1133, order => order with { Fee = "free" }),
        ("a wrong key", 1100, order => order with { Signature = SignatureVerdict.WrongKey }),
        ("a wrong signature", 1101, order => order with { Signature = SignatureVerdict.Invalid }),
        ("no signature", 1101, order => order with { Signature = SignatureVerdict.Missing }),
        ("a wrong vault", 1102, order => order with { Signature = SignatureVerdict.WrongVault }),
    ];

    public static TheoryData<string> Faults => new(Refusals.Select(refusal => refusal.Fault));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_request_is_refused_with_the_code_of_its_fault(string fault)
    {
        (_, int code, Func<OrderRequest, OrderRequest> spoil) = Refusals.Single(refusal => refusal.Fault == fault);
        RequestError? error = Check(spoil(Good()));

        Assert.Equal(code, error?.Code);
        Assert.NotEqual("", error!.Message);
    }

    [Fact]
    public void A_request_without_fault_passes()
    {
        Assert.Null(Check(Good()));
        Assert.Null(Check(Good() with { Qty = "0.0050000000", Price = "0100.50", Nonce = "2147483648" }));
        Assert.Null(Check(Conditional(Good())));
        Assert.Null(Check(Good() with { TpSlType = "ORDER", TakeProfit = Leg, StopLoss = Leg with { TriggerPriceType = null, PriceType = null } }));
        Assert.Null(Check(Good() with { Type = "TPSL", TpSlType = "POSITION", StopLoss = Leg, Price = "0", Qty = "0", Signature = default }));
        Assert.Null(Check(Good() with { ExpiryMs = SinkLog.StartMs + 28 * 86_400_000L, SelfTradeProtection = null, TimeInForce = null }));
    }

    [Fact]
    public void A_post_only_order_needs_the_makers_fee_rate_only() => Assert.Null(Check(Good() with { Fee = "0", PostOnly = true }));

    [Theory]
    [InlineData(MarketMode.Maintenance, 1010)]
    [InlineData(MarketMode.Disabled, 1002)]
    [InlineData(MarketMode.PostOnly, 1011)]
    [InlineData(MarketMode.ReduceOnly, 1014)]
    [InlineData(MarketMode.ExchangeReduceOnly, 1012)]
    public void A_restricted_market_refuses_ordinary_orders(MarketMode mode, int code) => Assert.Equal(code, Check(Good(), mode)?.Code);

    private static RequestError? Check(OrderRequest request, MarketMode mode = MarketMode.Open) =>
        OrderCheck.Check(request, Rules, mode, maxExpiryDays: 28, SinkLog.StartMs, out _);

    private static OrderRequest Conditional(OrderRequest order) => order with
    {
        Type = "CONDITIONAL",
        Trigger = new TriggerRequest("100", "LAST", "UP", "LIMIT"),
    };

    private static OrderRequest Good() => Requests.Order("a", "BUY", 1, 1) with { Qty = "0.005", Price = "100.5" };
}
