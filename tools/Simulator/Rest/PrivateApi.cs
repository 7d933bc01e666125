using System.Globalization;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>The reads under <c>/user</c>. Runs on the simulation's thread.</summary>
internal static class PrivateApi
{
    private const int LargestPage = 10_000;

    /// <summary>Answers a call; null if there is none of this path.</summary>
    public static RestAnswer? Answer(Exchange exchange, string[] path, RestQuery query) => path switch
    {
        ["account", "info"] => RestAnswer.Data(ClientJson.WriteAccount),
        ["accounts"] => RestAnswer.List([0], (text, _) => ClientJson.WriteAccount(text)),
        ["client", "info"] => RestAnswer.Data(ClientJson.WriteClient),
        ["balance"] => Balance(exchange.Account),
        ["spot", "balances"] => RestAnswer.List([exchange.Account], AccountJson.WriteSpotBalance),
        ["positions"] => RestAnswer.List(exchange.Account.Positions.Where(position =>
            position.Size != 0 && query.Wants(position.Market.Rules, position.Size > 0 ? "LONG" : "SHORT")), AccountJson.Write),
        ["positions", "history"] => Page(query, exchange.Account.ClosedPositions, position => position.Id,
            position => query.Wants(position.Market.Rules, position.Side == Side.Buy ? "LONG" : "SHORT"), AccountJson.Write),
        ["orders"] => RestAnswer.List(exchange.OpenOrders.Where(order => Wants(query, order)), AccountJson.Write),
        ["orders", "history"] => Page(query, exchange.Orders, order => order.Id, order => !order.IsOpen && Wants(query, order)
            && query.Wants("id", Text(order.Id)) && query.Wants("externalId", order.ExternalId), AccountJson.Write),
        ["orders", "external", string externalId] => RestAnswer.List(
            exchange.Find(Uri.UnescapeDataString(externalId)) is { } order ? [order] : Array.Empty<Order>(), AccountJson.Write),
        ["orders", string id] => OneOrder(exchange, id),
        ["trades"] => Page(query, exchange.Fills, fill => fill.Id, fill => query.Wants(fill.Market, SideName(fill.Side))
            && query.Wants("type", fill.Type == TradeType.Trade ? "TRADE" : "LIQUIDATION"),
            (text, fill) => AccountJson.Write(text, fill, withExternalId: false)),
        ["funding", "history"] => FundingHistory(exchange, query),
        ["fees"] => RestAnswer.List(Markets(exchange, query), (text, market) => ClientJson.WriteFees(text, market.Rules)),
        ["leverage"] => RestAnswer.List(Markets(exchange, query), (text, market) => ClientJson.WriteLeverage(text, market.Position)),
        ["rebates", "stats"] => RestAnswer.Data(ClientJson.WriteRebates),
        ["assetOperations"] => Operations(exchange, query),
        _ => null,
    };

    private static IEnumerable<Market> Markets(Exchange exchange, RestQuery query) =>
        exchange.Markets.Where(market => query.Wants("market", market.Rules.Name));

    /// <summary>An account without balance and positions has none to show.</summary>
    private static RestAnswer Balance(Account account) => account.Balance == 0 && account.Exposure == 0
        ? RestAnswer.Error(404, "Balance not found")
        : RestAnswer.Data(text => AccountJson.WriteBalance(text, account));

    private static RestAnswer OneOrder(Exchange exchange, string text)
    {
        Order? order = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? exchange.Find(id) : null;
        return order is null
            ? RestAnswer.Error(new RequestError(404, 1142, $"Order '{text}' not found"))
            : RestAnswer.Data(answer => AccountJson.Write(answer, order));
    }

    private static RestAnswer FundingHistory(Exchange exchange, RestQuery query)
    {
        long from = query.Number("fromTime");
        return Page(query, exchange.Account.FundingPayments, payment => payment.Id,
            payment => payment.TimeMs >= from && query.Wants(payment.Market.Rules, payment.Size > 0 ? "LONG" : "SHORT"), AccountJson.Write);
    }

    /// <summary>The deposit that the account started with is its one operation.</summary>
    private static RestAnswer Operations(Exchange exchange, RestQuery query)
    {
        bool wanted = query.Wants("type", "DEPOSIT") && query.Wants("status", "COMPLETED") && query.Cursor() > 1;
        return RestAnswer.Page<int>(wanted ? [1] : [], wanted ? 1 : null,
            (text, _) => ClientJson.WriteDeposit(text, exchange.InitialBalance, exchange.StartMs));
    }

    /// <summary>One page of what passes a filter, given oldest first, shown latest first.</summary>
    private static RestAnswer Page<T>(
        RestQuery query, IEnumerable<T> items, Func<T, long> id, Func<T, bool> wanted, Action<Utf8Text, T> write)
    {
        long cursor = query.Cursor();
        List<T> page = [.. items.Where(item => id(item) < cursor && wanted(item)).Reverse().Take(query.Limit(LargestPage))];
        return RestAnswer.Page(page, page.Count > 0 ? id(page[^1]) : null, write);
    }

    private static bool Wants(RestQuery query, Order order) =>
        query.Wants(order.Market.Rules, SideName(order.Side)) && query.Wants("type", order.Type.ToString().ToUpperInvariant());

    private static string SideName(Side side) => side == Side.Buy ? "BUY" : "SELL";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
