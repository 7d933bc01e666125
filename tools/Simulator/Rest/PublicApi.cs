using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>The calls under <c>/info</c>: nothing but reads, no key. Runs on the simulation's thread.</summary>
internal static class PublicApi
{
    private const int LargestPage = 10_000;
    private const int LargestOpenInterestPage = 300;
    private const long Hour = 3_600_000;

    /// <summary>Answers a call; null if there is none of this path.</summary>
    public static RestAnswer? Answer(Exchange exchange, string[] path, RestQuery query) => path switch
    {
        ["markets"] => RestAnswer.List(exchange.Markets.Where(market => query.Wants("market", market.Rules.Name)),
            (text, market) => MarketJson.WriteMarket(text, exchange, market)),
        ["markets", string market, "stats"] => Of(exchange, market, found =>
            RestAnswer.Data(text => MarketJson.WriteStatistics(text, exchange, found))),
        ["markets", string market, "orderbook"] => Of(exchange, market, found =>
            RestAnswer.Data(text => MarketJson.WriteBook(text, found.Rules, found.Book))),
        ["markets", string market, "trades"] => Of(exchange, market, found => RestAnswer.List(
            found.Statistics.Trades.TakeLast(50).Reverse(), (text, trade) => MarketJson.WriteTrade(text, found.Rules, trade))),
        ["candles", string market, string source] => Of(exchange, market, found => Candles(found, source, query)),
        [string market, "funding"] => Of(exchange, market, found => Funding(found, query)),
        [string market, "open-interests"] => Of(exchange, market, found => OpenInterests(found, query)),
        ["starknet"] => RestAnswer.Data(text =>
            text.Raw("{\"name\":\"Perpetuals\",\"version\":\"v0\",\"chainId\":\"SN_SEPOLIA\",\"revision\":1}"u8)),
        ["assets"] => Assets(exchange, query),
        ["settings"] => RestAnswer.Data(text => text.Raw("{\"starkExContractAddress\":\"0x0\"}"u8)),
        _ => null,
    };

    private static RestAnswer Of(Exchange exchange, string name, Func<Market, RestAnswer> answer) =>
        exchange.FindMarket(name) is { } market
            ? answer(market)
            : RestAnswer.Error(new RequestError(404, 1001, $"Market '{name}' not found"));

    private static RestAnswer Candles(Market market, string sourceName, RestQuery query)
    {
        if (!CandleSources.TryParse(sourceName, out CandleSource source))
            return RestAnswer.Error(404, $"No candles '{sourceName}', expected trades, mark-prices or index-prices");
        if (!CandleInterval.TryParse(query.Text("interval"), out long interval))
        {
            return RestAnswer.Error(RequestError.Refused(1005,
                $"interval '{query.Text("interval")}' is not supported, expected {CandleInterval.Expected}"));
        }
        int limit = (int)Math.Min(query.Number("limit"), LargestPage);
        return RestAnswer.List(
            MarketJson.Series(market, source).Descending(interval, query.Number("endTime", long.MaxValue)).Take(limit),
            (text, candle) => MarketJson.WriteCandle(text, market.Rules, source, candle));
    }

    /// <summary>Rates have no id: their time is the cursor.</summary>
    private static RestAnswer Funding(Market market, RestQuery query)
    {
        long start = query.Number("startTime"), end = query.Number("endTime"), cursor = query.Cursor();
        FundingRate[] rates = [.. market.Funding.Applied
            .Where(rate => rate.TimeMs >= start && rate.TimeMs <= end && rate.TimeMs < cursor)
            .Reverse()
            .Take(query.Limit(LargestPage))];
        return RestAnswer.Page(rates, rates.Length > 0 ? rates[^1].TimeMs : null,
            (text, rate) => MarketJson.WriteFunding(text, market.Rules, rate));
    }

    private static RestAnswer OpenInterests(Market market, RestQuery query)
    {
        long interval = query.Text("interval") switch
        {
            "P1H" or "PT1H" => Hour, // The documents write the former, other clients send the latter.
            "P1D" => 24 * Hour,
            var other => throw new RefusedException(RequestError.Refused(1005, $"interval '{other}' is not supported, expected P1H or P1D")),
        };
        return RestAnswer.List(
            market.OpenInterest.Descending(interval, query.Number("startTime"), query.Number("endTime"))
                .Take(query.Limit(LargestOpenInterestPage)),
            (text, sample) => MarketJson.WriteOpenInterest(text, market.Rules, sample));
    }

    private static RestAnswer Assets(Exchange exchange, RestQuery query)
    {
        List<Action<Utf8Text>> assets = [];
        if (query.Wants("asset", "USD") && query.Text("collateral") != "false")
            assets.Add(text => MarketJson.WriteCollateral(text, exchange.Markets[0].Rules));
        for (int i = 0; i < exchange.Markets.Count; i++)
        {
            (MarketRules rules, int id) = (exchange.Markets[i].Rules, i + 2);
            if (query.Wants("asset", rules.Asset) && query.Text("collateral") != "true")
                assets.Add(text => MarketJson.WriteAsset(text, rules, id));
        }
        return RestAnswer.List(assets, (text, write) => write(text));
    }
}
