using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Tests.Matching;

/// <summary>Short forms of requests for the pure exchange; times in milliseconds.</summary>
internal static class Requests
{
    private static int _nonce;

    public static OrderRequest Order(string id, string side, long size, long price) => new()
    {
        ExternalId = id,
        Market = "BTC-USD",
        Type = "LIMIT",
        Side = side,
        Qty = size.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Price = price.ToString(System.Globalization.CultureInfo.InvariantCulture),
        TimeInForce = "GTT",
        ExpiryMs = SinkLog.StartMs + 86_400_000,
        Fee = "0.00025",
        Nonce = (++_nonce).ToString(System.Globalization.CultureInfo.InvariantCulture),
        SelfTradeProtection = "ACCOUNT",
        Signature = SignatureVerdict.Valid,
    };

    public static Order Buy(
        this Exchange exchange, int ms, string id, long size, long price, Func<OrderRequest, OrderRequest>? with = null) =>
        exchange.Accepted(ms, Order(id, "BUY", size, price), with);

    public static Order Sell(
        this Exchange exchange, int ms, string id, long size, long price, Func<OrderRequest, OrderRequest>? with = null) =>
        exchange.Accepted(ms, Order(id, "SELL", size, price), with);

    public static void AdvanceTo(this Exchange exchange, int ms) => exchange.Advance(ms * 1_000_000L);

    private static Order Accepted(this Exchange exchange, int ms, OrderRequest request, Func<OrderRequest, OrderRequest>? with)
    {
        OrderAnswer answer = exchange.Place(ms * 1_000_000L, with is null ? request : with(request));
        Assert.Null(answer.Error);
        return exchange.Find(answer.Id)!;
    }
}
