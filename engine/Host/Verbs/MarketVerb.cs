using System.CommandLine;
using System.Globalization;
using LowLatencyMM.Feed.Rest;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>market</c>: what the exchange tells everybody. Needs no key.</summary>
internal static class MarketVerb
{
    public static Command Create() => new("market", "Markets, prices and trades of the exchange; needs no key.")
    {
        List(), Config(), Book(), Best(), Funding(), Stats(), Trades("trades"), Candles(), MarketWatchVerb.Create(),
    };

    /// <summary>The last trades of a market.</summary>
    public static Command Trades(string name)
    {
        Argument<string> market = Market();
        Option<int> limit = Options.Whole("--limit", "How many at most.", "NUMBER", 1, 10_000);
        return ExchangeCall.Verb(name, "The last trades of a market, newest first.", KeyNeed.None, [market, limit], async call =>
        {
            IReadOnlyList<PublicTradeInfo> trades = await call.Rest.GetPublicTradesAsync(call.Parsed.GetRequiredValue(market)).ConfigureAwait(false);
            IEnumerable<PublicTradeInfo> newest = trades.OrderByDescending(trade => (trade.Time, trade.Id));
            if (call.Parsed.GetResult(limit) is not null)
                newest = newest.Take(call.Parsed.GetValue(limit));
            RecordOutput.List<PublicTradeInfo>(call.Json, "trades", [.. newest],
                new("timeMs", "time (UTC)", trade => new UnixMs(trade.Time)),
                new("market", "market", trade => trade.Market),
                new("takerSide", "taker", trade => trade.TakerSide.Text),
                new("priceUsd", "price", trade => trade.Price),
                new("quantityBase", "quantity", trade => trade.Qty),
                new("type", "type", trade => trade.TradeType?.Text),
                new("id", "id", trade => trade.Id.ToString(CultureInfo.InvariantCulture)));
            return ExitCode.Ok;
        });
    }

    private static Command List() => ExchangeCall.Verb("list", "All markets.", KeyNeed.None, [], async call =>
    {
        IReadOnlyList<MarketInfo> markets = await call.Rest.GetMarketsAsync().ConfigureAwait(false);
        RecordOutput.List(call.Json, "markets", markets,
            new("market", "market", market => market.Name),
            new("status", "status", market => market.Status?.Text),
            new("category", "category", market => market.Category),
            new("tickUsd", "tick", market => market.TradingConfig.MinPriceChange),
            new("stepBase", "step", market => market.TradingConfig.MinOrderSizeChange),
            new("minOrderBase", "least order", market => market.TradingConfig.MinOrderSize),
            new("maxLeverage", "leverage", market => market.TradingConfig.MaxLeverage),
            new("lastPriceUsd", "last", market => market.MarketStats?.LastPrice),
            new("bidPriceUsd", "bid", market => market.MarketStats?.BidPrice),
            new("askPriceUsd", "ask", market => market.MarketStats?.AskPrice),
            new("dailyVolumeUsd", "24 h volume", market => market.MarketStats?.DailyVolume));
        return ExitCode.Ok;
    });

    private static Command Config()
    {
        Argument<string> name = Market();
        return ExchangeCall.Verb("config", "A market's trading rules and settlement constants.", KeyNeed.None, [name], async call =>
        {
            MarketInfo market = await call.Rest.GetMarketAsync(call.Parsed.GetRequiredValue(name)).ConfigureAwait(false);
            RecordOutput.One(call.Json, market,
                new("market", "market", m => m.Name),
                new("status", "status", m => m.Status?.Text),
                new("type", "type", m => m.Type?.Text),
                new("asset", "base asset", m => m.AssetName),
                new("collateral", "collateral", m => m.CollateralAssetName),
                new("tickUsd", "tick, USD", m => m.TradingConfig.MinPriceChange),
                new("stepBase", "step, base", m => m.TradingConfig.MinOrderSizeChange),
                new("minOrderBase", "least order, base", m => m.TradingConfig.MinOrderSize),
                new("maxLimitOrderUsd", "largest limit order, USD", m => m.TradingConfig.MaxLimitOrderValue),
                new("maxMarketOrderUsd", "largest market order, USD", m => m.TradingConfig.MaxMarketOrderValue),
                new("maxPositionUsd", "largest position, USD", m => m.TradingConfig.MaxPositionValue),
                new("maxLeverage", "largest leverage", m => m.TradingConfig.MaxLeverage),
                new("maxOpenOrders", "most open orders", m => m.TradingConfig.MaxNumOrders),
                new("limitPriceCapFraction", "buy at most above mark, fraction", m => m.TradingConfig.LimitPriceCap),
                new("limitPriceFloorFraction", "sell at most below mark, fraction", m => m.TradingConfig.LimitPriceFloor),
                new("hourlyFundingCapPercent", "funding cap, % per hour", m => m.TradingConfig.HourlyFundingRateCap),
                new("syntheticId", "base asset on chain", m => m.L2Config.SyntheticId),
                new("syntheticResolution", "its resolution", m => m.L2Config.SyntheticResolution),
                new("collateralId", "collateral on chain", m => m.L2Config.CollateralId),
                new("collateralResolution", "its resolution", m => m.L2Config.CollateralResolution));
            return ExitCode.Ok;
        });
    }

    private static Command Book()
    {
        Argument<string> market = Market();
        Option<int> depth = Options.Whole("--depth", "Levels a side; all if left out.", "NUMBER", 1, 100_000);
        return ExchangeCall.Verb("book", "The order book of a market.", KeyNeed.None, [market, depth], async call =>
        {
            OrderBookInfo book = await call.Rest.GetOrderBookAsync(call.Parsed.GetRequiredValue(market)).ConfigureAwait(false);
            int levels = call.Parsed.GetResult(depth) is null ? int.MaxValue : call.Parsed.GetValue(depth);
            OrderBookLevel[] bids = [.. book.Bid.OrderByDescending(level => level.Price).Take(levels)];
            OrderBookLevel[] asks = [.. book.Ask.OrderBy(level => level.Price).Take(levels)];
            Column<OrderBookLevel>[] columns = [new("priceUsd", "price", level => level.Price), new("quantityBase", "quantity", level => level.Qty)];
            if (call.Json)
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteString("market", book.Market);
                    RecordOutput.WriteList(writer, "bids", bids, columns);
                    RecordOutput.WriteList(writer, "asks", asks, columns);
                });
                return ExitCode.Ok;
            }
            var table = new TextTable(">bid quantity", ">bid", ">ask", ">ask quantity");
            for (int i = 0; i < Math.Max(bids.Length, asks.Length); i++)
            {
                OrderBookLevel? bid = i < bids.Length ? bids[i] : null, ask = i < asks.Length ? asks[i] : null;
                table.Add(Text(bid?.Qty), Text(bid?.Price), Text(ask?.Price), Text(ask?.Qty));
            }
            table.Print();
            return ExitCode.Ok;

            static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
        });
    }

    private static Command Best()
    {
        Argument<string?> market = MarketOrAll();
        return ExchangeCall.Verb("bbo", "Best bid and ask of a market, or of all.", KeyNeed.None, [market], async call =>
        {
            string? name = call.Parsed.GetValue(market);
            IReadOnlyList<BestBidAsk> best = name is null
                ? await call.Rest.GetBestBidAsksAsync().ConfigureAwait(false)
                : [await call.Rest.GetBestBidAskAsync(name).ConfigureAwait(false)];
            RecordOutput.List(call.Json, "markets", best,
                new("market", "market", b => b.Market),
                new("bidPriceUsd", "bid", b => b.BidPrice),
                new("bidQuantityBase", "bid quantity", b => b.BidQty),
                new("askPriceUsd", "ask", b => b.AskPrice),
                new("askQuantityBase", "ask quantity", b => b.AskQty),
                new("midUsd", "mid", b => b.Mid),
                new("spreadUsd", "spread", b => b.Spread),
                new("spreadBps", "spread, bps", b => b is { Mid: > 0, Spread: { } spread } ? Math.Round(spread / b.Mid.Value * 10_000, 3) : null));
            return ExitCode.Ok;
        });
    }

    private static Command Funding()
    {
        Argument<string?> market = MarketOrAll();
        return ExchangeCall.Verb("funding", "Funding rate of a market, or of all.", KeyNeed.None, [market], async call =>
        {
            string? name = call.Parsed.GetValue(market);
            IReadOnlyList<FundingRate> rates = name is null
                ? await call.Rest.GetFundingRatesAsync().ConfigureAwait(false)
                : [await call.Rest.GetFundingRateAsync(name).ConfigureAwait(false)];
            RecordOutput.List(call.Json, "markets", rates,
                new("market", "market", rate => rate.Market),
                new("hourlyRate", "per hour", rate => rate.Hourly),
                new("hourlyPercent", "per hour, %", rate => rate.HourlyPercent),
                new("aprPercent", "per year, %", rate => rate.AprPercent),
                new("nextTimeMs", "next (UTC)", rate => UnixMs.Of(rate.NextTime)));
            return ExitCode.Ok;
        });
    }

    private static Command Stats()
    {
        Argument<string> market = Market();
        return ExchangeCall.Verb("stats", "A market's figures of the last 24 hours.", KeyNeed.None, [market], async call =>
        {
            string name = call.Parsed.GetRequiredValue(market);
            MarketStats stats = await call.Rest.GetMarketStatsAsync(name).ConfigureAwait(false);
            RecordOutput.One(call.Json, stats,
                new("market", "market", _ => name),
                new("lastPriceUsd", "last", s => s.LastPrice),
                new("bidPriceUsd", "bid", s => s.BidPrice),
                new("askPriceUsd", "ask", s => s.AskPrice),
                new("markPriceUsd", "mark", s => s.MarkPrice),
                new("indexPriceUsd", "index", s => s.IndexPrice),
                new("dailyLowUsd", "24 h low", s => s.DailyLow),
                new("dailyHighUsd", "24 h high", s => s.DailyHigh),
                new("dailyChangeUsd", "24 h change, USD", s => s.DailyPriceChange),
                new("dailyChangePercent", "24 h change, %", s => s.DailyPriceChangePercentage * 100),
                new("dailyVolumeUsd", "24 h volume, USD", s => s.DailyVolume),
                new("dailyVolumeBase", "24 h volume, base", s => s.DailyVolumeBase),
                new("openInterestUsd", "open interest, USD", s => s.OpenInterest),
                new("openInterestBase", "open interest, base", s => s.OpenInterestBase),
                new("hourlyFundingRate", "funding per hour", s => s.FundingRate),
                new("nextFundingTimeMs", "next funding (UTC)", s => UnixMs.Of(s.NextFundingRate)));
            return ExitCode.Ok;
        });
    }

    private static Command Candles()
    {
        Argument<string> market = Market();
        var interval = new Option<string>("--interval") { Description = "Length, ISO 8601: PT1M, PT5M, PT15M, PT30M, PT1H, …", HelpName = "DURATION", DefaultValueFactory = _ => "PT1M" };
        Option<int> limit = Options.Whole("--limit", "How many.", "NUMBER", 1, 10_000);
        limit.DefaultValueFactory = _ => 60;
        var source = new Option<string>("--of") { Description = "What they are made of.", DefaultValueFactory = _ => "trades" };
        source.AcceptOnlyFromAmong("trades", "mark-prices", "index-prices");
        return ExchangeCall.Verb("candles", "Candles of a market, newest first.", KeyNeed.None, [market, interval, limit, source], async call =>
        {
            CandleSource kind = call.Parsed.GetRequiredValue(source) switch
            {
                "mark-prices" => CandleSource.MarkPrices,
                "index-prices" => CandleSource.IndexPrices,
                _ => CandleSource.Trades,
            };
            IReadOnlyList<CandleInfo> candles = await call.Rest.GetCandlesAsync(
                call.Parsed.GetRequiredValue(market), kind, call.Parsed.GetRequiredValue(interval), call.Parsed.GetValue(limit)).ConfigureAwait(false);
            RecordOutput.List(call.Json, "candles", candles,
                new("startMs", "start (UTC)", candle => new UnixMs(candle.Start)),
                new("openUsd", "open", candle => candle.Open),
                new("highUsd", "high", candle => candle.High),
                new("lowUsd", "low", candle => candle.Low),
                new("closeUsd", "close", candle => candle.Close),
                new("volumeBase", "volume", candle => candle.Volume));
            return ExitCode.Ok;
        });
    }

    private static Argument<string> Market() => new("MARKET") { Description = "A market, e.g. BTC-USD." };

    private static Argument<string?> MarketOrAll() => new("MARKET") { Description = "A market, e.g. BTC-USD; all if left out.", Arity = ArgumentArity.ZeroOrOne };
}
