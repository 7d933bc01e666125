using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The names that candles' sources have in paths and selectors.</summary>
internal static class CandleSources
{
    /// <summary>Reads <c>trades</c>, <c>mark-prices</c>, <c>index-prices</c> as in paths.</summary>
    public static bool TryParse(string text, out CandleSource source)
    {
        source = text switch
        {
            "mark-prices" => CandleSource.Mark,
            "index-prices" => CandleSource.Index,
            _ => CandleSource.Trades,
        };
        return source != CandleSource.Trades || text == "trades";
    }

    /// <summary>Reads <c>last</c>, <c>mark</c>, <c>index</c> as in v2 selectors.</summary>
    public static bool TryParseSelector(string? text, out CandleSource source)
    {
        source = text switch
        {
            "mark" => CandleSource.Mark,
            "index" => CandleSource.Index,
            _ => CandleSource.Trades,
        };
        return source != CandleSource.Trades || text == "last";
    }
}
