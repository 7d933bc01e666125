using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The market's public objects.</summary>
internal static class MarketJson
{
    private const string Price = "0.############";

    public static void WriteTrade(Utf8Text text, MarketRules rules, in PublicTrade trade) =>
        text.Raw("{\"i\":"u8).Integer(trade.Id)
            .Raw(",\"m\":"u8).Quoted(rules.Name)
            .Raw(",\"S\":"u8).Raw(AccountJson.SideText(trade.TakerSide))
            .Raw(",\"tT\":"u8).Raw(TypeText(trade.Type))
            .Raw(",\"T\":"u8).Integer(trade.TimeMs)
            .Raw(",\"p\":"u8).Quoted(rules.Prices, trade.Price)
            .Raw(",\"q\":"u8).Quoted(rules.Sizes, trade.Size)
            .Raw((byte)'}');

    public static CandleSeries Series(Market market, CandleSource source) => source switch
    {
        CandleSource.Mark => market.Oracle.MarkCandles,
        CandleSource.Index => market.Oracle.IndexCandles,
        _ => market.Statistics.Candles,
    };

    /// <summary>A candle; only trades have a volume.</summary>
    public static void WriteCandle(Utf8Text text, MarketRules rules, CandleSource source, in Candle candle)
    {
        text.Raw("{\"T\":"u8).Integer(candle.StartMs)
            .Raw(",\"o\":"u8).Quoted(candle.Open, Price)
            .Raw(",\"l\":"u8).Quoted(candle.Low, Price)
            .Raw(",\"h\":"u8).Quoted(candle.High, Price)
            .Raw(",\"c\":"u8).Quoted(candle.Close, Price);
        if (source == CandleSource.Trades)
            text.Raw(",\"v\":"u8).Quoted(rules.Sizes, candle.Volume);
        text.Raw((byte)'}');
    }

    public static void WriteFunding(Utf8Text text, MarketRules rules, FundingRate rate) =>
        text.Raw("{\"m\":"u8).Quoted(rules.Name).Raw(",\"T\":"u8).Integer(rate.TimeMs)
            .Raw(",\"f\":"u8).Quoted(rate.Rate, "F6").Raw((byte)'}');

    public static void WriteOpenInterest(Utf8Text text, MarketRules rules, OpenInterestSample sample) =>
        text.Raw("{\"i\":"u8).Quoted(sample.Value, "F6").Raw(",\"I\":"u8).Quoted(rules.Sizes, sample.Size)
            .Raw(",\"t\":"u8).Integer(sample.StartMs).Raw((byte)'}');

    public static ReadOnlySpan<byte> TypeText(TradeType type) => type == TradeType.Trade ? "\"TRADE\""u8 : "\"LIQUIDATION\""u8;

    public static void WriteBook(Utf8Text text, MarketRules rules, ShownBook book)
    {
        text.Raw("{\"market\":"u8).Quoted(rules.Name);
        WriteLevels(text.Raw(",\"bid\":["u8), rules, book.Bids);
        WriteLevels(text.Raw("],\"ask\":["u8), rules, book.Asks);
        text.Raw("]}"u8);
    }

    public static void WriteMarket(Utf8Text text, Exchange exchange, Market market)
    {
        MarketRules rules = market.Rules;
        text.Raw("{\"name\":"u8).Quoted(rules.Name)
            .Raw(",\"type\":\"PERPETUAL\",\"uiName\":"u8).Quoted(rules.Name)
            .Raw(",\"category\":\"Crypto\",\"subCategory\":\"L1\",\"assetName\":"u8).Quoted(rules.Asset)
            .Raw(",\"assetPrecision\":"u8).Integer(rules.AssetPrecision)
            .Raw(",\"collateralAssetName\":\"USD\",\"collateralAssetPrecision\":"u8).Integer(rules.CollateralPrecision)
            .Raw(",\"description\":"u8).Quoted(rules.Asset)
            .Raw(market.Mode is MarketMode.Disabled ? ",\"active\":false,\"isRfq\":false"u8 : ",\"active\":true,\"isRfq\":false"u8)
            .Raw(",\"isOffHours\":false,\"status\":"u8).Raw(StatusText(market.Mode))
            .Raw(",\"tradingHours\":\"CONTINUOUS\",\"marketStats\":"u8);
        WriteStatistics(text, exchange, market);
        WriteTradingConfig(text.Raw(",\"tradingConfig\":"u8), rules);
        text.Raw(",\"l2Config\":{\"type\":\"STARKX\",\"collateralId\":"u8).Quoted(rules.CollateralId)
            .Raw(",\"syntheticId\":"u8).Quoted(rules.SyntheticId)
            .Raw(",\"syntheticResolution\":"u8).Integer(rules.SyntheticResolution)
            .Raw(",\"collateralResolution\":"u8).Integer(rules.CollateralResolution)
            .Raw("},\"visibleOnUi\":true,\"referenceMarket\":\"null\",\"createdAt\":1752829532673}"u8);
    }

    /// <summary>The collateral as an asset.</summary>
    public static void WriteCollateral(Utf8Text text, MarketRules rules) =>
        text.Raw("{\"id\":1,\"name\":\"USD\",\"symbol\":\"USD\",\"description\":\"USD Collateral\",\"precision\":"u8)
            .Integer(rules.CollateralPrecision)
            .Raw(",\"isActive\":true,\"isCollateral\":true,\"starkexId\":"u8).Quoted(rules.CollateralId)
            .Raw(",\"starkexResolution\":"u8).Integer(rules.CollateralResolution)
            .Raw(",\"type\":\"SPOT\",\"canBeUsedAsCollateral\":true}"u8);

    /// <summary>A market's synthetic asset.</summary>
    public static void WriteAsset(Utf8Text text, MarketRules rules, int id) =>
        text.Raw("{\"id\":"u8).Integer(id).Raw(",\"name\":"u8).Quoted(rules.Asset)
            .Raw(",\"symbol\":"u8).Quoted(rules.Asset)
            .Raw(",\"description\":"u8).Quoted(rules.Asset)
            .Raw(",\"precision\":"u8).Integer(rules.AssetPrecision)
            .Raw(",\"isActive\":true,\"isCollateral\":false,\"starkexId\":"u8).Quoted(rules.SyntheticId)
            .Raw(",\"starkexResolution\":"u8).Integer(rules.SyntheticResolution)
            .Raw(",\"type\":\"PERPETUAL\",\"canBeUsedAsCollateral\":false}"u8);

    public static void WriteStatistics(Utf8Text text, Exchange exchange, Market market)
    {
        MarketRules rules = market.Rules;
        TradeStatistics statistics = market.Statistics;
        decimal change = rules.Prices.ToDecimal(statistics.LastPrice - statistics.FirstPrice);
        decimal fraction = statistics.FirstPrice == 0 ? 0 : change / rules.Prices.ToDecimal(statistics.FirstPrice);
        text.Raw("{\"dailyVolume\":"u8).Quoted(statistics.Value, "F6")
            .Raw(",\"dailyVolumeBase\":"u8).Quoted(rules.Sizes, statistics.Volume)
            .Raw(",\"dailyPriceChange\":"u8).Quoted(change, "0.#########")
            .Raw(",\"dailyPriceChangePercentage\":"u8).Quoted(fraction, "F4")
            .Raw(",\"dailyLow\":"u8).Quoted(rules.Prices, statistics.Low)
            .Raw(",\"dailyHigh\":"u8).Quoted(rules.Prices, statistics.High)
            .Raw(",\"lastPrice\":"u8).Quoted(rules.Prices, statistics.LastPrice)
            .Raw(",\"askPrice\":"u8).Quoted(rules.Prices, market.Book.Best(Side.Sell).Price)
            .Raw(",\"bidPrice\":"u8).Quoted(rules.Prices, market.Book.Best(Side.Buy).Price)
            .Raw(",\"markPrice\":"u8).Quoted(market.Oracle.Mark, Price)
            .Raw(",\"indexPrice\":"u8).Quoted(market.Oracle.Index, Price)
            .Raw(",\"fundingRate\":"u8).Quoted(market.Funding.Rate, "F6")
            .Raw(",\"nextFundingRate\":"u8).Integer(exchange.NextFundingMs)
            .Raw(",\"openInterest\":"u8).Quoted(Math.Abs(market.Position.Value), "F6")
            .Raw(",\"openInterestBase\":"u8).Quoted(rules.Sizes, Math.Abs(market.Position.Size))
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
            .Raw(",\"hourlyFundingRateCap\":"u8).Quoted(rules.HourlyFundingRateCap * 100, "0.####")
            .Raw(",\"openInterestLimit\":\"0\",\"maxNumOrders\":"u8).Quoted(rules.MaxOpenOrders, "0")
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
