using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

/// <summary>
/// Whatever the bytes: the cursors with their fallback and the general parser alone say the same, what they accept is what a JSON document and
/// decimals say, no exception escapes, and a refusal names a place within the frame. In other words the same frame says the same.
/// </summary>
public sealed class MutationTests
{
    private const int Seed = 20261122;
    private static readonly int Mutations = LongSuite.Cases(4_000, 400_000);
    private static readonly int Rewordings = LongSuite.Cases(600, 60_000);

    public static TheoryData<StreamKind, string> MarketSamples => new()
    {
        { StreamKind.OrderBook, "ws-orderbook-snapshot" },
        { StreamKind.OrderBook, "ws-orderbook-delta" },
        { StreamKind.OrderBook, "ws2-orderbook-delta" },
        { StreamKind.BestBidAsk, "ws-orderbook-bbo" },
        { StreamKind.BestBidAsk, "ws-orderbook-delta" },
        { StreamKind.PublicTrades, "ws-public-trades" },
        { StreamKind.MarkPrice, "ws-mark-price" },
        { StreamKind.Funding, "ws-funding" },
    };

    public static TheoryData<string> AccountSamples => new()
    {
        "ws-account-order", "ws-account-order-replaced", "ws-account-trade", "ws-account-balance", "ws-account-position",
    };

    [Theory]
    [MemberData(nameof(MarketSamples))]
    public void Damaged_market_frames_are_read_as_decimals_say_or_refused(StreamKind kind, string sample)
    {
        (int read, int refused) = CheckDamaged(kind, Samples.Wire(sample), Samples.Btc, Mutations);

        Assert.InRange(refused, 1, Mutations);
        Assert.InRange(read, kind == StreamKind.BestBidAsk && sample.EndsWith("delta", StringComparison.Ordinal) ? 0 : 1, Mutations);
    }

    [Fact]
    public void Damaged_recorded_frames_are_read_as_decimals_say_or_refused()
    {
        foreach ((StreamKind kind, FeedMarket market, byte[] frame) in Recorded())
            CheckDamaged(kind, frame, market, Mutations / 4);
    }

    [SkippableTheory]
    [InlineData("binance-btc-eth-6min.jsonl.gz")]
    [InlineData("hyperliquid-btc-eth-sol-35min.jsonl.gz")]
    [InlineData("extended-trades-eth-38min.jsonl.gz")]
    public void Damaged_frames_of_the_recordings_are_read_as_decimals_say_or_refused(string file)
    {
        int every = LongSuite.Cases(5_000, 100);
        int number = 0;
        foreach (string line in RecordedDataTests.Lines(file))
        {
            if (number++ % every != 0)
                continue;
            (StreamKind kind, FeedMarket market, byte[] frame) = Recording(line);
            CheckDamaged(kind, frame, market, LongSuite.Cases(20, 200));
        }
    }

    [Theory]
    [MemberData(nameof(AccountSamples))]
    public void Damaged_account_frames_are_read_as_decimals_say_or_refused(string sample)
    {
        byte[] original = Samples.Wire(sample);
        var random = new Random(Seed);
        var parser = new AccountParser([Samples.Btc]);
        var general = new AccountParser([Samples.Btc]);
        int refused = 0, read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] frame = FrameMutations.Damage(original, random);

            ParseOutcome outcome = parser.Parse(frame);
            string said = Describe(parser, outcome, FrameText.Of(parser), frame);
            string generally = Describe(general, general.ParseGeneral(frame), FrameText.Of(general), frame);

            Assert.True(said == generally, $"seed {Seed}, mutation {i}: {Encoding.UTF8.GetString(frame)}\n{said}\n{generally}");
            if (outcome == ParseOutcome.Frame)
                AssertSame(DomReading.Account(frame, Samples.Btc), said, i, frame);
            read += outcome == ParseOutcome.Frame ? 1 : 0;
            refused += outcome == ParseOutcome.Rejected ? 1 : 0;
        }
        Assert.InRange(refused, 1, Mutations);
        Assert.InRange(read, 1, Mutations);
        Assert.InRange(parser.Counters.FastFrames, 1, Mutations);
    }

    [Theory]
    [MemberData(nameof(MarketSamples))]
    public void Market_frames_in_other_words_say_the_same(StreamKind kind, string sample)
    {
        byte[] original = Samples.Wire(sample);
        if (kind == StreamKind.BestBidAsk && sample == "ws-orderbook-delta")
            return;
        var parser = new MarketDataParser(kind, [Samples.Btc]);
        Assert.Equal(ParseOutcome.Frame, parser.Parse(original));
        Assert.Equal(kind == StreamKind.Funding ? 0 : 1, parser.Counters.FastFrames);
        string expected = FrameText.Of(parser);
        var random = new Random(Seed);
        for (int i = 0; i < Rewordings; i++)
        {
            byte[] frame = FrameMutations.Reword(original, random);

            ParseOutcome outcome = parser.Parse(frame);

            Assert.True(outcome == ParseOutcome.Frame, $"{parser.Reason} at {parser.ErrorOffset}: {Encoding.UTF8.GetString(frame)}");
            AssertSame(expected, FrameText.Of(parser), i, frame);
        }
    }

    [Theory]
    [MemberData(nameof(AccountSamples))]
    public void The_scoped_account_frames_of_the_v2_stream_say_the_same_and_take_the_fast_path_too(string sample)
    {
        string plain = Encoding.UTF8.GetString(Samples.Wire(sample));
        int data = plain.IndexOf("},\"ts\":", StringComparison.Ordinal);
        string scoped = plain.Insert(data, ",\"isSnapshot\":true").Replace("{\"type\":\"", "{\"type\":\"ACCOUNT.", StringComparison.Ordinal)[..^1]
            + ",\"subscription\":\"account.100023\"}";
        var parser = new AccountParser([Samples.Btc]);
        Assert.Equal(ParseOutcome.Frame, parser.Parse(Samples.Utf8(plain)));
        string expected = FrameText.Of(parser);

        Assert.Equal(ParseOutcome.Frame, parser.Parse(Samples.Utf8(scoped)));

        Assert.Equal(2, parser.Counters.FastFrames);
        Assert.True(parser.Scratch.IsSnapshot);
        parser.Scratch.IsSnapshot = false;
        Assert.Equal(expected, FrameText.Of(parser));
    }

    [Theory]
    [InlineData("ORDER", "\"id\":2103823146862505984", "\"id\":1,\"id\":2103823146862505984")]
    [InlineData("TRADE", "\"isTaker\":false", "\"isTaker\":true,\"isTaker\":false")]
    public void A_member_that_is_there_twice_counts_as_the_general_parser_counts_it(string type, string once, string twice)
    {
        string frame = Encoding.UTF8.GetString(Samples.Wire(type == "ORDER" ? "ws-account-order" : "ws-account-trade"));
        var parser = new AccountParser([Samples.Btc]);
        parser.Parse(Samples.Utf8(frame));
        string expected = FrameText.Of(parser);

        Assert.Equal(ParseOutcome.Frame, parser.Parse(Samples.Utf8(frame.Replace(once, twice, StringComparison.Ordinal))));

        Assert.Equal(expected, FrameText.Of(parser));
        Assert.Equal((1, 1), (parser.Counters.FastFrames, parser.Counters.GeneralFrames));
    }

    [Theory]
    [MemberData(nameof(AccountSamples))]
    public void Account_frames_in_other_words_say_the_same(string sample)
    {
        byte[] original = Samples.Wire(sample);
        var parser = new AccountParser([Samples.Btc]);
        Assert.Equal(ParseOutcome.Frame, parser.Parse(original));
        Assert.Equal(1, parser.Counters.FastFrames);
        string expected = FrameText.Of(parser);
        var random = new Random(Seed);
        for (int i = 0; i < Rewordings; i++)
        {
            byte[] frame = FrameMutations.Reword(original, random);

            ParseOutcome outcome = parser.Parse(frame);

            Assert.True(outcome == ParseOutcome.Frame, $"{parser.Reason} at {parser.ErrorOffset}: {Encoding.UTF8.GetString(frame)}");
            AssertSame(expected, FrameText.Of(parser), i, frame);
        }
    }

    [Fact]
    public void A_frame_cut_off_anywhere_is_refused_and_bytes_behind_it_are_too()
    {
        foreach ((StreamKind kind, FeedMarket market, byte[] frame) in Recorded())
        {
            var parser = new MarketDataParser(kind, [market]);
            for (int length = 0; length < frame.Length; length++)
                Assert.Equal(ParseOutcome.Rejected, parser.Parse(frame.AsSpan(0, length)));
            Assert.Equal(ParseOutcome.Rejected, parser.Parse([.. frame, (byte)'}']));
            Assert.Equal(ParseOutcome.Rejected, parser.Parse([.. frame, 0]));
            Assert.Equal(ParseOutcome.Frame, parser.Parse(frame));
        }
    }

    [Fact]
    public void Nothing_is_read_beyond_the_frames_last_byte()
    {
        // Behind the frame stands what would complete it.
        byte[] frame = Samples.Wire("ws-orderbook-delta");
        var parser = new MarketDataParser(StreamKind.OrderBook, [Samples.Btc]);
        for (int length = 0; length < frame.Length; length++)
        {
            byte[] inMemory = [.. frame, .. frame];

            Assert.Equal(ParseOutcome.Rejected, parser.Parse(inMemory.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("delta")]
    [InlineData("snapshot")]
    public void A_level_of_any_length_at_any_place_of_a_long_frame_is_read(string shape)
    {
        // Slides the place at which a frame's end is moved over all bytes of a level.
        bool isSnapshot = shape == "snapshot";
        string type = isSnapshot ? "SNAPSHOT" : "DELTA";
        var parser = new MarketDataParser(StreamKind.OrderBook, [Samples.Btc]);
        for (int levels = 1; levels < 60; levels++)
        {
            for (int width = 1; width <= 12; width++)
            {
                string quantity = new string('7', width) + ".5";
                string level = $$"""{"q":"{{quantity}}","p":"84070"{{(isSnapshot ? "" : $",\"c\":\"{quantity}\"")}}}""";
                string bids = string.Join(',', Enumerable.Repeat(level, levels));
                byte[] frame = Samples.Utf8($$"""{"type":"{{type}}","data":{"t":"{{type}}","m":"BTC-USD","b":[{{bids}}],"a":[]},"ts":1,"seq":2}""");

                Assert.Equal(ParseOutcome.Frame, parser.Parse(frame));

                Assert.Equal(levels, parser.Scratch.Bids.Length);
                foreach (BookLevel read in parser.Scratch.Bids)
                    Assert.Equal(new BookLevel(84070, DecimalOracle.Units(quantity, Samples.Btc.Step), true), read);
            }
        }
        Assert.Equal(0, parser.Counters.GeneralFrames);
    }

    private static (int Read, int Refused) CheckDamaged(StreamKind kind, byte[] original, FeedMarket market, int mutations)
    {
        var random = new Random(Seed);
        var parser = new MarketDataParser(kind, [market]);
        var general = new MarketDataParser(kind, [market]);
        int read = 0, refused = 0;
        for (int i = 0; i < mutations; i++)
        {
            byte[] frame = FrameMutations.Damage(original, random);

            ParseOutcome outcome = parser.Parse(frame);
            string said = Describe(parser, outcome, FrameText.Of(parser), frame);
            string generally = Describe(general, general.ParseGeneral(frame), FrameText.Of(general), frame);

            Assert.True(said == generally, $"seed {Seed}, mutation {i}: {Encoding.UTF8.GetString(frame)}\n{said}\n{generally}");
            if (outcome == ParseOutcome.Frame)
                AssertSame(DomReading.Market(kind, frame, market), said, i, frame);
            read += outcome == ParseOutcome.Frame ? 1 : 0;
            refused += outcome == ParseOutcome.Rejected ? 1 : 0;
        }
        return (read, refused);
    }

    private static string Describe(FrameParser parser, ParseOutcome outcome, string content, byte[] frame)
    {
        if (outcome == ParseOutcome.Rejected)
        {
            Assert.NotEqual(RejectionReason.None, parser.Reason);
            Assert.InRange(parser.ErrorOffset, 0, frame.Length);
            return $"{parser.Reason} at {parser.ErrorOffset}";
        }
        Assert.Equal(RejectionReason.None, parser.Reason);
        return outcome == ParseOutcome.Skipped ? $"skipped {parser.Seq}" : content;
    }

    private static void AssertSame(string expected, string actual, int mutation, byte[] frame) => Assert.True(
        expected == actual, $"seed {Seed}, mutation {mutation}: {Encoding.UTF8.GetString(frame)}\nexpected {expected}\nread     {actual}");

    /// <summary>Frames that the live exchange sent.</summary>
    private static IEnumerable<(StreamKind Kind, FeedMarket Market, byte[] Frame)> Recorded() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Samples", "extended-wire-samples.jsonl")).Select(Recording);

    private static (StreamKind Kind, FeedMarket Market, byte[] Frame) Recording(string line)
    {
        using var document = JsonDocument.Parse(line);
        string stream = document.RootElement.GetProperty("stream").GetString()!;
        byte[] frame = Encoding.UTF8.GetBytes(document.RootElement.GetProperty("frame").GetRawText());
        return (RecordedDataTests.KindOf(stream), RecordedDataTests.MarketOf(stream), frame);
    }
}
