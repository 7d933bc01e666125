using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>The data of order book frames: snapshots with sizes <c>q</c>, deltas with changes <c>q</c> and sizes <c>c</c>.</summary>
internal static class BookJson
{
    public static void WriteDelta(Utf8Text text, MarketRules rules, ReadOnlySpan<LevelChange> bids, ReadOnlySpan<LevelChange> asks)
    {
        text.Raw("{\"t\":\"DELTA\",\"m\":"u8).Quoted(rules.Name);
        WriteChanges(text.Raw(",\"b\":["u8), rules, bids);
        WriteChanges(text.Raw("],\"a\":["u8), rules, asks);
        text.Raw("],\"d\":\"f\"}"u8);
    }

    public static void WriteSnapshot(Utf8Text text, MarketRules rules, BookSide bids, BookSide asks)
    {
        text.Raw("{\"t\":\"SNAPSHOT\",\"m\":"u8).Quoted(rules.Name);
        WriteLevels(text.Raw(",\"b\":["u8), rules, bids);
        WriteLevels(text.Raw("],\"a\":["u8), rules, asks);
        text.Raw("],\"d\":\"f\"}"u8);
    }

    /// <summary>The best level of each side; an empty side is an empty array.</summary>
    public static void WriteBest(Utf8Text text, MarketRules rules, BookLevel bid, BookLevel ask)
    {
        text.Raw("{\"t\":\"SNAPSHOT\",\"m\":"u8).Quoted(rules.Name).Raw(",\"b\":["u8);
        if (bid.Price != 0)
            WriteLevel(text, rules, bid.Price, bid.Size);
        text.Raw("],\"a\":["u8);
        if (ask.Price != 0)
            WriteLevel(text, rules, ask.Price, ask.Size);
        text.Raw("],\"d\":\"1\"}"u8);
    }

    private static void WriteChanges(Utf8Text text, MarketRules rules, ReadOnlySpan<LevelChange> changes)
    {
        for (int i = 0; i < changes.Length; i++)
        {
            LevelChange change = changes[i];
            text.Separate(i).Raw("{\"q\":"u8).Quoted(rules.Sizes, change.Change)
                .Raw(",\"p\":"u8).Quoted(rules.Prices, change.Price).Raw(",\"c\":"u8);
            if (change.Size == 0)
                text.Raw("\"0\"}"u8);
            else
                text.Quoted(rules.Sizes, change.Size).Raw((byte)'}');
        }
    }

    private static void WriteLevels(Utf8Text text, MarketRules rules, BookSide levels)
    {
        for (int depth = 0; depth < levels.Count; depth++)
            WriteLevel(text.Separate(depth), rules, levels.Price(depth), levels.Size(depth));
    }

    private static void WriteLevel(Utf8Text text, MarketRules rules, long price, long size) =>
        text.Raw("{\"q\":"u8).Quoted(rules.Sizes, size).Raw(",\"p\":"u8).Quoted(rules.Prices, price).Raw((byte)'}');
}
