using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

public sealed class MarketDataTests
{
    public static TheoryData<StreamKind, string, string> DocumentedFrames => new()
    {
        { StreamKind.OrderBook, "ws-orderbook-snapshot", "book snapshot b[ 84077=40182 84073=10093 84070=50000] a[ 84078=281690 84081=5000]" },
        { StreamKind.OrderBook, "ws-orderbook-delta", "book delta b[ 84070=50500 84073=0] a[ 84078=254894]" },
        { StreamKind.OrderBook, "ws2-orderbook-delta", "book delta b[ 84070=50500] a[ 84078=254894]" },
        { StreamKind.BestBidAsk, "ws-orderbook-bbo", "bbo 84077x40182 84078x254894" },
        {
            StreamKind.PublicTrades, "ws-public-trades",
            "trades PublicTrade { Market = 7, Id = 2103823150214025216, TakerSide = Sell, Type = Trade, PriceTicks = 84070, QuantitySteps = 200, TradeMs = 1790425500812 }"
        },
        { StreamKind.MarkPrice, "ws-mark-price", "price 84058473541750" },
        { StreamKind.Funding, "ws-funding", "funding 13000000 at 1790427600000" },
    };

    [Theory]
    [MemberData(nameof(DocumentedFrames))]
    public void A_documented_frame_is_delivered_in_integers(StreamKind kind, string sample, string expected)
    {
        (Seen wire, _) = Reading.Market(kind, Samples.Wire(sample));
        (Seen pretty, _) = Reading.Market(kind, Samples.Pretty(sample));

        Assert.Equal([expected], wire.Lines);
        Assert.Equal([expected], pretty.Lines);
    }

    [Fact]
    public void A_frame_carries_stream_market_epoch_times_and_seq()
    {
        (Seen seen, _) = Reading.Market(StreamKind.BestBidAsk, Samples.Wire("ws-orderbook-bbo"));

        Assert.Equal([new FrameHeader(StreamKind.BestBidAsk, 7, 1, 123, 1790425500110, 7)], seen.Headers);
    }

    [Fact]
    public void A_delta_without_c_carries_the_signed_change()
    {
        (Seen seen, _) = Reading.Market(StreamKind.OrderBook, Book("DELTA", """{"p":"5","q":"-0.00003"},{"p":"6","q":"0.00002","c":null}""", 1));

        Assert.Equal(["book delta b[ 5+=-3 6+=2] a[]"], seen.Lines);
    }

    [Fact]
    public void A_snapshot_takes_q_even_where_c_is_given()
    {
        (Seen seen, _) = Reading.Market(StreamKind.OrderBook, Book("SNAPSHOT", """{"p":"5","q":"0.00003","c":"9"}""", 1));

        Assert.Equal(["book snapshot b[ 5=3] a[]"], seen.Lines);
    }

    [Fact]
    public void Members_in_any_order_blanks_numbers_for_text_escapes_and_unknown_members_make_no_difference()
    {
        byte[] frame = Samples.Utf8("""
            { "seq" : 3, "new": {"x":[1,2,{"y":null}]}, "ts":"9",
              "data": { "a": [ ], "b":[{"z":1,"c":"0.00002","q":1,"p":84070.0}], "d":"q", "m":"BTC\u002dUSD", "t":"DELTA" }, "type":"D\u0045LTA" }
            """);

        (Seen seen, _) = Reading.Market(StreamKind.OrderBook, frame);

        Assert.Equal(["book delta b[ 84070=2] a[]"], seen.Lines);
        Assert.Equal(9, seen.Headers[0].ExchangeMs);
        Assert.Equal(3, seen.Headers[0].Seq);
    }

    [Fact]
    public void An_empty_delta_is_delivered_and_uses_up_its_seq()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Market(
            StreamKind.OrderBook, Book("SNAPSHOT", "", 1), Book("DELTA", "", 2), Book("DELTA", "", 3));

        Assert.Equal(DisconnectReason.None, verdict);
        Assert.Equal(3, seen.Lines.Count);
    }

    [Fact]
    public void A_best_bid_ask_frame_may_lack_a_side()
    {
        (Seen seen, _) = Reading.Market(
            StreamKind.BestBidAsk, Book("SNAPSHOT", """{"q":"0.1","p":"5"}""", 1), Book("SNAPSHOT", """{"q":"0","p":"5"}""", 2));

        Assert.Equal(["bbo 5x10000 0x0", "bbo 0x0 0x0"], seen.Lines);
    }

    [Fact]
    public void Several_trades_in_a_frame_keep_their_order_and_foreign_markets_are_left_out()
    {
        byte[] frame = Samples.Utf8("""
            {"data":[{"i":2,"m":"BTC-USD","S":"BUY","tT":"TRADE","T":8,"p":"84078","q":"0.1"},{"i":3,"m":"ETH-USD","S":"BUY","tT":"TRADE","T":8,"p":"4.123","q":"0.1"},{"i":1,"m":"BTC-USD","S":"SELL","tT":"LIQUIDATION","T":7,"p":"84077","q":"0.2"}],"ts":9,"seq":1}
            """.Trim());
        var parser = new MarketDataParser(StreamKind.PublicTrades, [Samples.Btc]);

        Assert.Equal(ParseOutcome.Frame, parser.Parse(frame));

        Assert.Equal(
            [new PublicTrade(7, 2, Side.Buy, TradeType.Trade, 84078, 10000, 8), new PublicTrade(7, 1, Side.Sell, TradeType.Liquidation, 84077, 20000, 7)],
            parser.Scratch.Trades.ToArray());
        Assert.Equal(1, parser.Counters.ForeignMarkets);
    }

    [Fact]
    public void Unknown_types_and_values_are_counted_and_their_seq_counts()
    {
        var seen = new Seen();
        var parser = new MarketDataParser(StreamKind.OrderBook, [Samples.Btc]);
        var reader = new MarketDataReader<SeenSink>(parser, 7, new SeenSink(seen));

        foreach (byte[] frame in new[] { Book("SNAPSHOT", "", 1), Samples.Utf8("""{"type":"RESYNC","data":{},"ts":1,"seq":2}"""), Book("DELTA", "", 3) })
            Assert.Equal(DisconnectReason.None, reader.Read(frame, isText: true, 1, 0));

        Assert.Equal(2, seen.Lines.Count);
        Assert.Equal(1, parser.Counters.UnknownTypes);
    }

    [Fact]
    public void An_unknown_taker_side_is_delivered_as_unknown()
    {
        (Seen seen, _) = Reading.Market(
            StreamKind.PublicTrades, Samples.Utf8("""{"data":[{"i":2,"m":"BTC-USD","S":"CROSS","tT":"RFQ","T":8,"p":"1","q":"0.1"}],"ts":9,"seq":1}"""));

        Assert.Contains("TakerSide = Unknown, Type = Unknown", seen.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", RejectionReason.MalformedJson)]
    [InlineData("", RejectionReason.MalformedJson)]
    [InlineData("[]", RejectionReason.WrongType)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[],"a":[]},"ts":1,"seq":2}}""", RejectionReason.MalformedJson)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[],"a":[]},"ts":1,"seq":2""", RejectionReason.MalformedJson)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[],"a":[]},"ts":1}""", RejectionReason.MissingMember)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","b":[],"a":[]},"ts":1,"seq":2}""", RejectionReason.MissingMember)]
    [InlineData("""{"type":"DELTA","data":null,"ts":1,"seq":2}""", RejectionReason.MissingMember)]
    [InlineData("""{"error":"Market not found","ts":1,"seq":2}""", RejectionReason.ServerError)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":{},"a":[]},"ts":1,"seq":2}""", RejectionReason.WrongType)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":true,"q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.WrongType)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"1.5","q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.OffGrid)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"1","q":"1.000001"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.OffGrid)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"9e30","q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.Overflow)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"","q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.NotANumber)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"0","q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.OutOfRange)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"1","c":"-1","q":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.OutOfRange)]
    [InlineData("""{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":[{"p":"1","q":"-1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.OutOfRange)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"p":"1"}],"a":[]},"ts":1,"seq":2}""", RejectionReason.MissingMember)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"\ud800","b":[],"a":[]},"ts":1,"seq":2}""", RejectionReason.MalformedJson)]
    [InlineData("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[],"a":[]},"ts":1,"seq":99999999999999999999}""", RejectionReason.Overflow)]
    public void A_bad_book_frame_is_one_rejection_and_a_reconnect_and_nothing_is_delivered(string frame, RejectionReason reason)
    {
        (Seen seen, DisconnectReason verdict) = Reading.Market(StreamKind.OrderBook, Samples.Utf8(frame));

        Assert.Equal(DisconnectReason.FrameRejected, verdict);
        Assert.Empty(seen.Lines);
        Assert.Equal(reason, Assert.Single(seen.Rejections).Reason);
        Assert.True(seen.Rejections[0].Reconnects);
        Assert.InRange(seen.Rejections[0].Offset, 0, frame.Length);
    }

    [Fact]
    public void A_rejection_names_the_place_and_shows_printable_text_only()
    {
        (Seen seen, _) = Reading.Market(StreamKind.OrderBook, Samples.Utf8("""{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"é":0,"q":"1","p":"84070.5"}],"a":[]},"ts":1,"seq":2}"""));

        var rejection = Assert.Single(seen.Rejections);
        Assert.Equal(RejectionReason.OffGrid, rejection.Reason);
        Assert.Contains("84070.5", rejection.Excerpt, StringComparison.Ordinal);
        Assert.DoesNotContain('é', rejection.Excerpt);
        Assert.InRange(rejection.Excerpt.Length, 1, FrameRejection.MaxExcerpt);
    }

    [Fact]
    public void A_hole_in_seq_is_a_rejection_with_expected_and_actual_and_a_reconnect()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Market(
            StreamKind.OrderBook, Book("SNAPSHOT", "", 5), Book("DELTA", "", 6), Book("DELTA", "", 8));

        Assert.Equal(DisconnectReason.Sequence, verdict);
        Assert.Equal(2, seen.Lines.Count);
        var rejection = Assert.Single(seen.Rejections);
        Assert.Equal((RejectionReason.SequenceGap, 7, 8, true), (rejection.Reason, rejection.Expected, rejection.Actual, rejection.Reconnects));
    }

    [Fact]
    public void A_repeated_seq_is_a_regression()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Market(StreamKind.OrderBook, Book("SNAPSHOT", "", 5), Book("SNAPSHOT", "", 5));

        Assert.Equal(DisconnectReason.Sequence, verdict);
        Assert.Equal((RejectionReason.SequenceRegression, 6L, 5L), (seen.Rejections[0].Reason, seen.Rejections[0].Expected, seen.Rejections[0].Actual));
    }

    [Fact]
    public void A_bad_mark_price_is_rejected_without_a_reconnect_and_the_next_is_taken()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Market(
            StreamKind.MarkPrice,
            Samples.Utf8("""{"type":"MP","data":{"m":"BTC-USD","p":"1.5","ts":0},"ts":1,"seq":1}"""),
            Samples.Utf8("""{"type":"MP","data":{"m":"BTC-USD","p":"abc","ts":0},"ts":1,"seq":2}"""),
            Samples.Utf8("""{"type":"MP","data":{"m":"BTC-USD","p":"2.5","ts":0},"ts":1,"seq":3}"""));

        Assert.Equal(DisconnectReason.None, verdict);
        Assert.Equal(["price 1500000000", "price 2500000000"], seen.Lines);
        Assert.Equal(RejectionReason.NotANumber, Assert.Single(seen.Rejections).Reason);
    }

    [Fact]
    public void Levels_of_a_tick_that_is_no_power_of_ten_are_counted_in_ticks()
    {
        var parser = new MarketDataParser(StreamKind.OrderBook, [new FeedMarket(0, "BTC-USD", new DecimalGrid(5, 1), new DecimalGrid(1, 0))]);

        Assert.Equal(ParseOutcome.Frame, parser.Parse(Book("SNAPSHOT", """{"p":"12.5","q":"2"}""", 1)));
        Assert.Equal(new BookLevel(25, 2, true), parser.Scratch.Bids[0]);
        Assert.Equal(ParseOutcome.Rejected, parser.Parse(Book("SNAPSHOT", """{"p":"12.6","q":"2"}""", 1)));
    }

    [Fact]
    public void Live_and_documented_shapes_are_read_by_the_fast_cursor()
    {
        foreach ((StreamKind kind, string sample) in new[]
        {
            (StreamKind.OrderBook, "ws-orderbook-snapshot"), (StreamKind.OrderBook, "ws-orderbook-delta"),
            (StreamKind.BestBidAsk, "ws-orderbook-bbo"), (StreamKind.PublicTrades, "ws-public-trades"),
        })
        {
            var parser = new MarketDataParser(kind, [Samples.Btc]);
            parser.Parse(Samples.Wire(sample));
            Assert.True(parser.Counters.FastFrames == 1, sample);
        }
    }

    private static byte[] Book(string type, string bids, long seq) =>
        Samples.Utf8($$"""{"type":"{{type}}","data":{"t":"{{type}}","m":"BTC-USD","b":[{{bids}}],"a":[]},"ts":1,"seq":{{seq}}}""");
}
