using System.IO.Compression;
using System.Text;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Tests.Recording;

public sealed class RecordingReaderTests
{
    private const string Snapshot =
        """{"rx":1,"stream":"orderbooks/BTC-USD","frame":{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":"""
        + """[{"q":"2.890","p":"61800.20"}],"a":[{"q":"1.1","p":"61800.3"}]},"ts":7,"seq":1}}""";

    public static TheoryData<string, string> BrokenLines => new()
    {
        { "not json", "not valid JSON" },
        { "[1]", "expected a JSON object" },
        { """{"rx":2,"stream":"orderbooks/BTC-USD"}""", "no member frame" },
        { """{"rx":2,"frame":{}}""", "no member stream" },
        { """{"stream":"x","frame":{}}""", "no member rx" },
        { """{"rx":0,"stream":"x","frame":{}}""", "rx 0 is before 1" },
        { """{"rx":"2","stream":"x","frame":{}}""", "rx is '2', expected a whole number" },
        { Delta(3, """{"q":"1","p":"61800.1"}"""), "seq is 3, expected 2" },
        { Delta(2, """{"q":"1","p":"61800.15"}"""), "price p is '61800.15', expected a multiple of the tick 0.1" },
        { Delta(2, """{"q":"0.0005","p":"61800.1"}"""), "size q is '0.0005', expected a multiple of the step 0.001" },
        { Delta(2, """{"q":"1e3","p":"61800.1"}"""), "size q is '1e3', expected a decimal number" },
        { Delta(2, """{"q":1,"p":"61800.1"}"""), "size q is '1', expected a decimal number in quotes" },
        { Delta(2, """{"q":"99999999999999999999","p":"61800.1"}"""), "too large" },
        { Delta(2, """{"q":"1","p":"-1"}"""), "expected a positive one" },
        { Delta(2, """{"q":"1"}"""), "a level without price p" },
        { Delta(2, """{"p":"61800.1"}"""), "has no size q" },
        { Delta(2, """{"q":"-3","p":"61800.2"}"""), "expected 0 or more" },
        { Delta(2, """{"q":"1","c":"5","p":"61800.2"}"""), "they do not add up" },
        { Delta(2, """{"q":"1","p":"61800.3"}"""), "best bid 61800.3 is not below best ask 61800.3" },
        { Delta(2, """{"c":"0","p":"61800.2"}"""), "the book has no bids left" },
        { Delta(2, """{"q":"1","p":"61800.1"}""").Replace("DELTA", "PATCH"), "type is 'PATCH', expected SNAPSHOT or DELTA" },
        { Delta(2, """{"q":"1","p":"61800.1"}""").Replace("\"m\":\"BTC-USD\"", "\"m\":\"ETH-USD\""), "market m is 'ETH-USD'" },
        { Delta(2, "7"), "among the levels" },
        { Delta(2, """{"q":"1","p":"61800.1"}""")[..^30], "not valid JSON" },
        { Delta(2, """{"q":"1","p":"61800.1"}""") + "{}", "not valid JSON" },
        { Trade("""{"S":"BUY","p":"61800.3","q":"0"}"""), "a trade without a positive price p, a positive size q" },
        { Trade("""{"S":"LONG","p":"61800.3","q":"1"}"""), "taker's side S is 'LONG', expected BUY or SELL" },
    };

    [Theory]
    [MemberData(nameof(BrokenLines))]
    public void A_broken_line_is_named_with_what_was_found_and_expected(string line, string problem)
    {
        RecordingException e = Assert.Throws<RecordingException>(() => Read(Snapshot + "\n" + line + "\n"));

        Assert.Equal(2, e.Line);
        Assert.StartsWith("file.jsonl, line 2: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_market_says_what_it_holds()
    {
        RecordingException e = Assert.Throws<RecordingException>(() => Read(Snapshot, market: "ETH-USD"));

        Assert.Contains("no book of ETH-USD", e.Message, StringComparison.Ordinal);
        Assert.Contains("orderbooks/BTC-USD", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named()
    {
        RecordingException e = Assert.Throws<RecordingException>(() =>
            RecordingReader.ReadFile("/nowhere/x.jsonl", "BTC-USD", DecimalGrid.Parse("tick", "0.1"), DecimalGrid.Parse("step", "0.001")));

        Assert.Contains("/nowhere/x.jsonl: no such file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_gzip_data_are_named_with_the_line_they_were_met_in()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.NoCompression, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Snapshot + "\n"));
        byte[] bytes = packed.ToArray();
        bytes[^6] ^= 0xff;

        RecordingException e = Assert.Throws<RecordingException>(() => Read(bytes));

        Assert.Contains("damaged gzip data", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_lines_other_streams_and_unknown_members_are_left_out()
    {
        string other = """{"rx":2,"stream":"orderbooks/ETH-USD","frame":{"nonsense":[]},"new":{"a":1}}""";
        MarketRecording recording = Read($"\n{Snapshot}\r\n{other}\n\n{Delta(2, """{"q":"-0.89","p":"61800.2","x":[]}""")}");

        Assert.Equal(2, recording.Events.Length);
        Assert.Equal(new RecordedRow(618002, 2000, Simulator.Matching.Side.Buy), recording.Rows(recording.Events[1])[0]);
    }

    [Fact]
    public void A_survey_finds_every_market_with_a_book_and_the_grids_that_its_numbers_need()
    {
        string file = Path.GetTempFileName();
        try
        {
            using (Stream bundled = typeof(RecordingReader).Assembly.GetManifestResourceStream("binance-three-markets-30s.jsonl.gz")!)
            using (FileStream copy = File.Create(file))
                bundled.CopyTo(copy);

            Assert.Equal(SimulatorOptions.ThreeMarkets, RecordingSurvey.Read(file));

            File.WriteAllText(file, "{\"rx\":1,\"stream\":\"orderbooks/BTC-USD\",\"frame\":{}}");
            Assert.Contains("line 1", Assert.Throws<RecordingException>(() => RecordingSurvey.Read(file)).Message, StringComparison.Ordinal);
            File.WriteAllText(file, "");
            Assert.Contains("no book", Assert.Throws<RecordingException>(() => RecordingSurvey.Read(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_bundled_minute_has_all_its_events()
    {
        MarketRecording recording =
            RecordingReader.ReadBundled("BTC-USD", DecimalGrid.Parse("tick", "0.1"), DecimalGrid.Parse("step", "0.001"));
        Dictionary<RecordedEventKind, int> counts = [];
        foreach (RecordedEvent recorded in recording.Events)
            counts[recorded.Kind] = counts.GetValueOrDefault(recorded.Kind) + 1;

        Assert.Equal(1, counts[RecordedEventKind.Snapshot]);
        Assert.Equal(1_148, counts[RecordedEventKind.Delta]);
        Assert.Equal(12_151, counts[RecordedEventKind.BestBidAsk]);
        Assert.Equal(2_573, counts[RecordedEventKind.Trades]);
        Assert.Equal(59_999_949_620 + 1_000_000, recording.LoopLength);
    }

    private static string Delta(int seq, string bid) =>
        """{"rx":2,"stream":"orderbooks/BTC-USD","frame":{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":"""
        + $$$"""[{{{bid}}}],"a":[]},"ts":8,"seq":{{{seq}}}}}""";

    private static string Trade(string trade) =>
        $$$"""{"rx":2,"stream":"publicTrades/BTC-USD","frame":{"data":[{{{trade}}}],"ts":8,"seq":1}}""";

    private static MarketRecording Read(string text, string market = "BTC-USD") => Read(Encoding.UTF8.GetBytes(text), market);

    private static MarketRecording Read(byte[] bytes, string market = "BTC-USD")
    {
        using MemoryStream stream = new(bytes);
        return RecordingReader.Read("file.jsonl", stream, market, DecimalGrid.Parse("tick", "0.1"), DecimalGrid.Parse("step", "0.001"));
    }
}
