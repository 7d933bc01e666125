using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Parsing;

namespace LowLatencyMM.Feed.Tests;

/// <summary>Every recorded frame, read by both parsers, equals what a JSON document and decimal numbers say.</summary>
public sealed class RecordedDataTests
{
    internal static readonly string Folder =
        Environment.GetEnvironmentVariable("LLMM_MARKET_DATA") ?? "/work/shared/market-data";

    [SkippableTheory]
    [InlineData("binance-btc-1min.jsonl.gz", 15_873)]
    [InlineData("binance-btc-5min-100ms.jsonl.gz", 14_510)]
    [InlineData("binance-btc-eth-6min.jsonl.gz", 168_525)]
    [InlineData("hyperliquid-btc-eth-sol-35min.jsonl.gz", 60_400)]
    [InlineData("extended-trades-eth-38min.jsonl.gz", 300)]
    public void Every_recorded_frame_equals_the_decimal_oracle(string file, int lines)
    {
        Assert.Equal(lines, Compare(Lines(file)));
    }

    [Fact]
    public void Every_live_sample_equals_the_decimal_oracle()
    {
        Assert.Equal(11, Compare(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Samples", "extended-wire-samples.jsonl"))));
    }

    /// <summary>The lines of a recording; skips the test where there is none.</summary>
    internal static IEnumerable<string> Lines(string file)
    {
        string path = Path.Combine(Folder, file);
        Skip.IfNot(File.Exists(path), $"{path} is absent");
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static int Compare(IEnumerable<string> lines)
    {
        var parsers = new Dictionary<string, MarketDataParser>();
        int count = 0;
        foreach (string line in lines)
        {
            count++;
            using var document = JsonDocument.Parse(line);
            string name = document.RootElement.GetProperty("stream").GetString()!;
            if (!parsers.TryGetValue(name, out MarketDataParser? parser))
                parsers[name] = parser = new MarketDataParser(KindOf(name), [MarketOf(name)]);
            // The frame as it stands in the line, byte for byte.
            JsonElement frame = document.RootElement.GetProperty("frame");
            byte[] bytes = Encoding.UTF8.GetBytes(frame.GetRawText());

            Assert.True(parser.Parse(bytes) == ParseOutcome.Frame, $"line {count}: {parser.Reason} at {parser.ErrorOffset}");
            Check(parser, frame, count);
            // The general parser on every seventh line: it is compared with the cursor on mutated frames besides.
            if (count % 7 != 0)
                continue;
            Assert.Equal(ParseOutcome.Frame, parser.ParseGeneral(bytes));
            Check(parser, frame, count);
        }
        foreach ((string name, MarketDataParser parser) in parsers)
            Assert.True(parser.Counters.FastFrames > 0, name + " never took the fast path");
        return count;
    }

    private static void Check(MarketDataParser parser, JsonElement frame, int line)
    {
        Assert.Equal(frame.GetProperty("seq").GetInt64(), parser.Seq);
        Assert.Equal(frame.GetProperty("ts").GetInt64(), parser.ExchangeMs);
        JsonElement data = frame.GetProperty("data");
        MarketDataScratch scratch = parser.Scratch;
        if (parser.Kind == StreamKind.MarkPrice)
        {
            Assert.Equal(Math.Round(Decimal(data, "p") * 1_000_000_000m, MidpointRounding.AwayFromZero), scratch.Value);
        }
        else if (parser.Kind == StreamKind.PublicTrades)
        {
            Assert.Equal(data.GetArrayLength(), scratch.Trades.Length);
            for (int i = 0; i < scratch.Trades.Length; i++)
                Assert.True(Trade(data[i]) == scratch.Trades[i], $"line {line}, trade {i}");
        }
        else
        {
            bool snapshot = frame.GetProperty("type").GetString() == "SNAPSHOT";
            Assert.Equal(snapshot, scratch.IsSnapshot);
            CheckLevels(scratch.Market!, data.GetProperty("b"), scratch.Bids, snapshot, line);
            CheckLevels(scratch.Market!, data.GetProperty("a"), scratch.Asks, snapshot, line);
        }
    }

    private static void CheckLevels(FeedMarket market, JsonElement levels, ReadOnlySpan<BookLevel> actual, bool snapshot, int line)
    {
        Assert.Equal(levels.GetArrayLength(), actual.Length);
        int i = 0;
        foreach (JsonElement level in levels.EnumerateArray())
        {
            bool absolute = snapshot || level.TryGetProperty("c", out _);
            var expected = new BookLevel(
                Units(Decimal(level, "p"), market.Tick), Units(Decimal(level, snapshot || !absolute ? "q" : "c"), market.Step), absolute);
            Assert.True(expected == actual[i], $"line {line}, level {i}: expected {expected}, got {actual[i]}");
            i++;
        }
    }

    private static PublicTrade Trade(JsonElement trade)
    {
        FeedMarket market = MarketOf("/" + trade.GetProperty("m").GetString());
        Assert.Equal("TRADE", trade.GetProperty("tT").GetString());
        return new PublicTrade(
            market.Id, trade.GetProperty("i").GetInt64(), trade.GetProperty("S").GetString() == "BUY" ? Side.Buy : Side.Sell, TradeType.Trade,
            Units(Decimal(trade, "p"), market.Tick), Units(Decimal(trade, "q"), market.Step), trade.GetProperty("T").GetInt64());
    }

    private static decimal Decimal(JsonElement element, string member) =>
        decimal.Parse(element.GetProperty(member).GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static long Units(decimal value, DecimalGrid grid)
    {
        decimal units = value / grid.ToDecimal(1);
        if (decimal.Truncate(units) != units)
            Assert.Fail($"{value} is not on the grid {grid}.");
        return (long)units;
    }

    internal static StreamKind KindOf(string stream)
    {
        if (stream.StartsWith("publicTrades", StringComparison.Ordinal))
            return StreamKind.PublicTrades;
        if (stream.StartsWith("prices/mark", StringComparison.Ordinal))
            return StreamKind.MarkPrice;
        return stream.EndsWith("depth=1", StringComparison.Ordinal) ? StreamKind.BestBidAsk : StreamKind.OrderBook;
    }

    /// <summary>Grids fine enough for every venue in the recordings.</summary>
    internal static FeedMarket MarketOf(string stream) =>
        new(0, stream.Split('/')[^1].Split('?')[0], new DecimalGrid(1, 2), new DecimalGrid(1, 5));
}
