using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Tests.Support;

namespace LowLatencyMM.Feed.Tests;

public sealed class AccountTests
{
    [Fact]
    public void The_documented_story_is_delivered_in_integers()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Account(
            Samples.Wire("ws-account-order"), Samples.Pretty("ws-account-trade"), Samples.Wire("ws-account-position"),
            Samples.Wire("ws-account-balance"), Samples.Wire("ws-account-order-replaced"));

        Assert.Equal(DisconnectReason.None, verdict);
        Assert.Equal(
            [
                "orders mm-btc-b-000001#2103823146862505984 m7 Buy Limit PartiallyFilled/None 500@84070 filled 200 avg 84070000000000 fee 0 post 1790425500012/1790425500812/1790429100000",
                "fills #2103823150214025216 of 2103823146862505984/mm-btc-b-000001 m7 Buy Trade 200@84070=84070000000000 value 168140000 fee 0 maker 1790425500812",
                "positions #2103823150214021120 m7 Long Opened 200 open 84070000000000 mark 84058473541750 value 168116947 margin 16811695 upnl -23053 rpnl 0 1790425500812/1790425500815",
                "balance 10000000000 9999976947 9957944252 9957944252 -23053 42032695 168116947 200000 1790425500815",
                "orders mm-btc-b-000001#2103823146862505984 m7 Buy Limit Cancelled/OrderReplaced 500@84070 filled 200 avg 84070000000000 fee 0 post 1790425500012/1790425501514/1790429100000",
            ],
            seen.Lines);
    }

    [Fact]
    public void A_short_position_is_negative_and_a_closed_one_is_zero()
    {
        (Seen seen, _) = Reading.Account(
            Frame("POSITION", "positions", """[{"id":1,"market":"BTC-USD","side":"SHORT","size":"0.5","createdTime":3,"updatedTime":4},{"id":2,"market":"BTC-USD","status":"CLOSED","side":"LONG","size":"0.5"}]""", 1));

        Assert.Contains("Short Unknown -50000", seen.Lines[0], StringComparison.Ordinal);
        Assert.Contains("3/4", seen.Lines[0], StringComparison.Ordinal);
        Assert.Contains("Long Closed 0", seen.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_whose_direction_is_not_known_is_refused()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Account(
            Frame("POSITION", "positions", """[{"id":1,"market":"BTC-USD","side":"SIDEWAYS","size":"0.5"}]""", 1));

        Assert.Equal(DisconnectReason.FrameRejected, verdict);
        Assert.Equal(RejectionReason.OutOfRange, seen.Rejections[0].Reason);
    }

    [Fact]
    public void Nulls_unknown_members_unknown_values_and_foreign_markets_are_taken_in_stride()
    {
        var parser = new AccountParser([Samples.Btc]);

        Assert.Equal(ParseOutcome.Frame, parser.Parse(Frame("ORDER", "orders", """
            [{"id":9223372036854775807,"market":"BTC-USD","externalId":"é\"x","side":"BUY","status":"PONDERING","statusReason":"MOON_PHASE","price":null,
              "averagePrice":null,"qty":"1","filledQty":null,"payedFee":null,"updatedTime":null,"colour":"blue","trigger":{"a":[1]}},
             {"id":2,"market":"DOGE-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1.123456789"}]
            """, 1)));

        OrderUpdate order = Assert.Single(parser.Scratch.Orders.ToArray());
        Assert.Equal((long.MaxValue, OrderStatus.Unknown, OrderStatusReason.Unknown, 0L), (order.Id, order.Status, order.StatusReason, order.PriceTicks));
        Assert.Equal("é\"x"u8.ToArray(), parser.Scratch.Text.Slice(order.TextStart, order.TextLength).ToArray());
        Assert.Equal((2, 1, 1), (parser.Counters.UnknownValues, parser.Counters.UnknownMembers, parser.Counters.ForeignMarkets));
    }

    [Fact]
    public void Snapshots_are_marked_and_may_be_empty()
    {
        (Seen seen, _) = Reading.Account(Samples.Utf8("""{"type":"ORDER","data":{"isSnapshot":true,"orders":[],"trades":null},"ts":1,"seq":1}"""));

        Assert.Equal(["orders snapshot"], seen.Lines);
    }

    [Fact]
    public void Other_types_are_counted_and_their_seq_counts()
    {
        (Seen seen, DisconnectReason verdict) = Reading.Account(
            Samples.Utf8("""{"type":"DEPOSIT","data":{"deposit":{"id":1}},"ts":1,"seq":1}"""),
            Samples.Utf8("""{"type":"BALANCE","data":{"balance":{"balance":"1","equity":"2"}},"ts":1,"seq":2}"""));

        Assert.Equal(DisconnectReason.None, verdict);
        Assert.Equal(["balance 1000000 2000000 0 0 0 0 0 0 0"], seen.Lines);
    }

    [Fact]
    public void A_fill_off_todays_tick_is_still_a_fill()
    {
        (Seen seen, _) = Reading.Account(
            Frame("TRADE", "trades", """[{"id":1,"orderId":2,"market":"BTC-USD","side":"SELL","price":"84070.5","qty":"0.1","fee":"0.0000000005","isTaker":true,"tradeType":"ADL","createdTime":5}]""", 1));

        Assert.Equal([$"fills #1 of 2/ m7 Sell Deleverage 10000@{Fill.OffTick}=84070500000000 value 0 fee 1 taker 5"], seen.Lines);
    }

    [Theory]
    [InlineData("ORDER", "orders", """[{"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1"}]""", RejectionReason.MissingMember)]
    [InlineData("ORDER", "orders", """[{"id":1,"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1","price":"0.5"}]""", RejectionReason.OffGrid)]
    [InlineData("ORDER", "orders", """[{"id":1,"externalId":"z","side":"BUY","status":"NEW","qty":"1","price":"5"}]""", RejectionReason.MissingMember)]
    [InlineData("ORDER", "orders", """[{"id":9223372036854775808,"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1"}]""", RejectionReason.Overflow)]
    [InlineData("ORDER", "orders", """{}""", RejectionReason.WrongType)]
    [InlineData("ORDER", "order", """[]""", RejectionReason.MissingMember)]
    [InlineData("TRADE", "trades", """[{"id":1,"orderId":2,"market":"BTC-USD","side":"SELL","price":"x","qty":"0.1"}]""", RejectionReason.NotANumber)]
    [InlineData("TRADE", "trades", """[{"id":1,"orderId":2,"market":"BTC-USD","side":"SELL","price":"5","qty":"0"}]""", RejectionReason.OutOfRange)]
    [InlineData("BALANCE", "balance", """{"balance":"1"}""", RejectionReason.MissingMember)]
    [InlineData("BALANCE", "balance", """[]""", RejectionReason.WrongType)]
    public void A_bad_account_frame_is_one_rejection_and_a_reconnect(string type, string member, string content, RejectionReason reason)
    {
        (Seen seen, DisconnectReason verdict) = Reading.Account(Frame(type, member, content, 1));

        Assert.Equal(DisconnectReason.FrameRejected, verdict);
        Assert.Empty(seen.Lines);
        Assert.Equal(reason, Assert.Single(seen.Rejections).Reason);
    }

    [Fact]
    public void A_frame_with_one_bad_object_among_good_ones_delivers_nothing()
    {
        string good = """{"id":1,"market":"BTC-USD","externalId":"z","side":"BUY","status":"NEW","qty":"1","price":"5"}""";
        string bad = good.Replace("\"5\"", "\"5.5\"", StringComparison.Ordinal);

        (Seen seen, _) = Reading.Account(Frame("ORDER", "orders", $"[{good},{bad}]", 1));

        Assert.Empty(seen.Lines);
        Assert.Single(seen.Rejections);
    }

    [Fact]
    public void A_rest_answer_gives_the_same_objects_as_the_stream()
    {
        var parser = new AccountParser([Samples.Btc]);

        Assert.Equal(ParseOutcome.Frame, parser.ParseRest(Samples.Pretty("rest-open-orders"), AccountContent.Orders));
        OrderUpdate rest = parser.Scratch.Orders[0];
        Assert.True(parser.Scratch.IsSnapshot);
        Assert.Equal(ParseOutcome.Frame, parser.Parse(Samples.Wire("ws-account-order")));
        OrderUpdate pushed = parser.Scratch.Orders[0];
        Assert.Equal(rest, pushed);

        Assert.Equal(ParseOutcome.Frame, parser.ParseRest(Samples.Pretty("rest-user-trades"), AccountContent.Fills));
        Assert.Equal(2103823150214025216, parser.Cursor);
        Assert.Equal(84070, parser.Scratch.Fills[0].PriceTicks);
        Assert.Equal(ParseOutcome.Rejected, parser.ParseRest(Samples.Pretty("rest-error"), AccountContent.Orders));
        Assert.Equal(RejectionReason.ServerError, parser.Reason);
    }

    private static byte[] Frame(string type, string member, string content, long seq) =>
        Samples.Utf8($$"""{"type":"{{type}}","data":{"{{member}}":{{content}}},"ts":1,"seq":{{seq}}}""");
}
