using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The market's public objects.</summary>
internal static class MarketJson
{
    public static void WriteTrade(Utf8Text text, MarketRules rules, in PublicTrade trade) =>
        text.Raw("{\"i\":"u8).Integer(trade.Id)
            .Raw(",\"m\":"u8).Quoted(rules.Name)
            .Raw(",\"S\":"u8).Raw(AccountJson.SideText(trade.TakerSide))
            .Raw(",\"tT\":\"TRADE\",\"T\":"u8).Integer(trade.TimeMs)
            .Raw(",\"p\":"u8).Quoted(rules.Prices, trade.Price)
            .Raw(",\"q\":"u8).Quoted(rules.Sizes, trade.Size)
            .Raw((byte)'}');

    public static void WriteCandle(Utf8Text text, MarketRules rules, in Candle candle) =>
        text.Raw("{\"T\":"u8).Integer(candle.StartMs)
            .Raw(",\"o\":"u8).Quoted(rules.Prices, candle.Open)
            .Raw(",\"l\":"u8).Quoted(rules.Prices, candle.Low)
            .Raw(",\"h\":"u8).Quoted(rules.Prices, candle.High)
            .Raw(",\"c\":"u8).Quoted(rules.Prices, candle.Close)
            .Raw(",\"v\":"u8).Quoted(rules.Sizes, candle.Volume)
            .Raw((byte)'}');

    public static void WriteBook(Utf8Text text, MarketRules rules, ShownBook book)
    {
        text.Raw("{\"market\":"u8).Quoted(rules.Name);
        WriteLevels(text.Raw(",\"bid\":["u8), rules, book.Bids);
        WriteLevels(text.Raw("],\"ask\":["u8), rules, book.Asks);
        text.Raw("]}"u8);
    }

    public static void WriteMarket(Utf8Text text, Exchange exchange)
    {
        MarketRules rules = exchange.Rules;
        text.Raw("{\"name\":"u8).Quoted(rules.Name)
            .Raw(",\"type\":\"PERPETUAL\",\"uiName\":"u8).Quoted(rules.Name)
            .Raw(",\"category\":\"Crypto\",\"subCategory\":\"L1\",\"assetName\":"u8).Quoted(rules.Asset)
            .Raw(",\"assetPrecision\":"u8).Integer(rules.AssetPrecision)
            .Raw(",\"collateralAssetName\":\"USD\",\"collateralAssetPrecision\":"u8).Integer(rules.CollateralPrecision)
            .Raw(",\"description\":"u8).Quoted(rules.Asset)
            .Raw(exchange.Mode is MarketMode.Disabled ? ",\"active\":false,\"isRfq\":false"u8 : ",\"active\":true,\"isRfq\":false"u8)
            .Raw(",\"isOffHours\":false,\"status\":"u8).Raw(StatusText(exchange.Mode))
            .Raw(",\"tradingHours\":\"CONTINUOUS\",\"marketStats\":"u8);
        WriteStatistics(text, exchange);
        WriteTradingConfig(text.Raw(",\"tradingConfig\":"u8), rules);
        text.Raw(",\"l2Config\":{\"type\":\"STARKX\",\"collateralId\":"u8).Quoted(rules.CollateralId)
            .Raw(",\"syntheticId\":"u8).Quoted(rules.SyntheticId)
            .Raw(",\"syntheticResolution\":"u8).Integer(rules.SyntheticResolution)
            .Raw(",\"collateralResolution\":"u8).Integer(rules.CollateralResolution)
            .Raw("},\"visibleOnUi\":true,\"referenceMarket\":\"null\",\"createdAt\":1752829532673}"u8);
    }

    /// <summary>The market's two assets, as two objects.</summary>
    public static void WriteAssets(Utf8Text text, MarketRules rules)
    {
        text.Raw("{\"id\":1,\"name\":\"USD\",\"symbol\":\"USD\",\"description\":\"USD Collateral\",\"precision\":"u8)
            .Integer(rules.CollateralPrecision)
            .Raw(",\"isActive\":true,\"isCollateral\":true,\"starkexId\":"u8).Quoted(rules.CollateralId)
            .Raw(",\"starkexResolution\":"u8).Integer(rules.CollateralResolution)
            .Raw(",\"type\":\"SPOT\",\"canBeUsedAsCollateral\":true},{\"id\":2,\"name\":"u8).Quoted(rules.Asset)
            .Raw(",\"symbol\":"u8).Quoted(rules.Asset)
            .Raw(",\"description\":"u8).Quoted(rules.Asset)
            .Raw(",\"precision\":"u8).Integer(rules.AssetPrecision)
            .Raw(",\"isActive\":true,\"isCollateral\":false,\"starkexId\":"u8).Quoted(rules.SyntheticId)
            .Raw(",\"starkexResolution\":"u8).Integer(rules.SyntheticResolution)
            .Raw(",\"type\":\"PERPETUAL\",\"canBeUsedAsCollateral\":false}"u8);
    }

    public static void WriteStatistics(Utf8Text text, Exchange exchange)
    {
        MarketRules rules = exchange.Rules;
        TradeStatistics statistics = exchange.Statistics;
        decimal change = rules.Prices.ToDecimal(statistics.LastPrice - statistics.FirstPrice);
        decimal fraction = statistics.FirstPrice == 0 ? 0 : change / rules.Prices.ToDecimal(statistics.FirstPrice);
        long hour = exchange.NowMs - exchange.NowMs % 3_600_000 + 3_600_000;
        text.Raw("{\"dailyVolume\":"u8).Quoted(statistics.Value, "F6")
            .Raw(",\"dailyVolumeBase\":"u8).Quoted(rules.Sizes, statistics.Volume)
            .Raw(",\"dailyPriceChange\":"u8).Quoted(change, "0.#########")
            .Raw(",\"dailyPriceChangePercentage\":"u8).Quoted(fraction, "F4")
            .Raw(",\"dailyLow\":"u8).Quoted(rules.Prices, statistics.Low)
            .Raw(",\"dailyHigh\":"u8).Quoted(rules.Prices, statistics.High)
            .Raw(",\"lastPrice\":"u8).Quoted(rules.Prices, statistics.LastPrice)
            .Raw(",\"askPrice\":"u8).Quoted(rules.Prices, exchange.Book.Best(Side.Sell).Price)
            .Raw(",\"bidPrice\":"u8).Quoted(rules.Prices, exchange.Book.Best(Side.Buy).Price)
            .Raw(",\"markPrice\":"u8).QuotedHalf(rules.Prices, exchange.MarkTwice)
            .Raw(",\"indexPrice\":"u8).QuotedHalf(rules.Prices, exchange.MarkTwice)
            .Raw(",\"fundingRate\":\"0.000000\",\"nextFundingRate\":"u8).Integer(hour)
            .Raw(",\"openInterest\":"u8).Quoted(exchange.Account.Exposure, "F6")
            .Raw(",\"openInterestBase\":"u8).Quoted(rules.Sizes, Math.Abs(exchange.Account.Position))
            .Raw(",\"deleverageLevels\":{\"shortPositions\":[],\"longPositions\":[]}}"u8);
    }

    private static void WriteTradingConfig(Utf8Text text, MarketRules rules)
    {
        text.Raw("{\"minOrderSize\":"u8).Quoted(rules.Sizes.Text)
            .Raw(",\"minOrderSizeChange\":"u8).Quoted(rules.Sizes.Text)
            .Raw(",\"minPriceChange\":"u8).Quoted(rules.Prices.Text)
            .Raw(",\"maxMarketOrderValue\":"u8).Quoted(rules.MaxMarketOrderValue, "0")
            .Raw(",\"maxLimitOrderValue\":"u8).Quoted(rules.MaxLimitOrderValue, "0")
            .Raw(",\"maxPositionValue\":"u8).Quoted(rules.MaxPositionValue, "0")
            .Raw(",\"maxLeverage\":"u8).Quoted(rules.MaxLeverage, "F2")
            .Raw(",\"hourlyFundingRateCap\":\"0.25\",\"openInterestLimit\":\"0\",\"maxNumOrders\":"u8).Quoted(rules.MaxOpenOrders, "0")
            .Raw(",\"limitPriceCap\":"u8).Quoted(rules.LimitPriceCap, "0.##")
            .Raw(",\"limitPriceFloor\":"u8).Quoted(rules.LimitPriceFloor, "0.##")
            .Raw(",\"riskFactorConfig\":["u8);
        for (int i = 0; i < rules.RiskFactors.Count; i++)
        {
            (decimal upperBound, decimal riskFactor, bool isAvailable) = rules.RiskFactors[i];
            text.Raw(i == 0 ? "{\"upperBound\":"u8 : ",{\"upperBound\":"u8).Quoted(upperBound, "0")
                .Raw(",\"riskFactor\":"u8).Quoted(riskFactor, "0.##")
                .Raw(",\"isAvailableForUsers\":"u8).Boolean(isAvailable).Raw((byte)'}');
        }
        text.Raw("],\"uPnlWithdrawable\":true,\"postWithdrawalMarginFactor\":\"0.1\"}"u8);
    }

    private static ReadOnlySpan<byte> StatusText(MarketMode mode) => mode switch
    {
        MarketMode.ReduceOnly => "\"REDUCE_ONLY\""u8,
        MarketMode.Disabled => "\"DISABLED\""u8,
        _ => "\"ACTIVE\""u8,
    };

    private static void WriteLevels(Utf8Text text, MarketRules rules, BookSide levels)
    {
        for (int depth = 0; depth < levels.Count; depth++)
        {
            text.Raw(depth == 0 ? "{\"qty\":"u8 : ",{\"qty\":"u8).Quoted(rules.Sizes, levels.Size(depth))
                .Raw(",\"price\":"u8).Quoted(rules.Prices, levels.Price(depth)).Raw((byte)'}');
        }
    }
}
