using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Collect;

namespace LowLatencyMM.Host.Tests;

/// <summary>What must never happen again to collected books.</summary>
public sealed class CollectBookTests : IDisposable
{
    private readonly CollectFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Rows of <c>orderbook.csv</c>: type, seq, bid, ask, bid quantity, ask quantity.</summary>
    private string[] Quotes() => [.. _files.Lines("orderbook.csv").Skip(1).Select(line => string.Join(' ', line.Split(',')[3..]))];

    [Fact]
    public void A_row_tells_the_best_prices_of_the_maintained_book_and_never_a_deltas_own_levels()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100.0:1.50 99:2", "101:3.0"), 1);
            // Far from the touch: no row. Then the best bid goes, and the second becomes the best.
            collector.OnBook(CollectFiles.Book("DELTA", 1, 2, "98:5:5", "105:1:1"), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 2, 3, "100:-1.5:0", ""), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 3, 4, "", "101.0:-0.5:2.50"), 1);
        }

        Assert.Equal(
            ["timestamp_ms,datetime,market,type,seq,best_bid,best_ask,bid_quantity,ask_quantity",
                "1763815966000,2025-11-22 12:52:46.000 UTC,BTC-USD,SNAPSHOT,1,100.0,101,1.50,3.0"],
            _files.Lines("orderbook.csv").Take(2));
        Assert.Equal(["SNAPSHOT 1 100.0 101 1.50 3.0", "DELTA 3 99 101 2 3.0", "DELTA 4 99 101.0 2 2.50"], Quotes());
    }

    [Fact]
    public void A_delta_without_the_resulting_size_is_added()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1.5", "101:3"), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 1, 2, "100:-0.25", "101:-3"), 1);
        }

        Assert.Equal(["SNAPSHOT 1 100 101 1.5 3", "DELTA 2 100 0 1.25 0"], Quotes());
    }

    [Fact]
    public void After_a_restart_the_first_seq_of_the_new_connection_is_not_compared_with_the_old_ones()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 5_000, "100:1", "101:1"), 1);
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 10, 1, "99:1", "100:1"), 1);
            Assert.Equal((2, 1), (collector.State.ConnectionEpoch, collector.State.LastOrderbookSeq));
        }

        Assert.Equal(["SNAPSHOT 5000 100 101 1 1", "SNAPSHOT 1 99 100 1 1"], Quotes());
    }

    [Fact]
    public void A_reconnect_within_a_run_starts_over_too_and_what_the_exchange_replays_is_not_written_again()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1", "101:1"), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 500, 2, "100:1:2", ""), 1);
            // The old snapshot and its deltas come again, then news.
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1", "101:1"), 2);
            collector.OnBook(CollectFiles.Book("DELTA", 500, 2, "100:1:2", ""), 2);
            collector.OnBook(CollectFiles.Book("DELTA", 600, 3, "100:1:3", ""), 2);
            Assert.Equal(1, collector.ReplayedFrames);
        }

        Assert.Equal(["SNAPSHOT 1 100 101 1 1", "DELTA 2 100 101 2 1", "DELTA 3 100 101 3 1"], Quotes());
    }

    [Fact]
    public void A_snapshot_clears_the_book()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1 99:1", "101:1"), 1);
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 1, 2, "98:1", "102:1"), 1);
        }

        Assert.Equal("SNAPSHOT 2 98 102 1 1", Quotes()[^1]);
    }

    [Fact]
    public void After_a_hole_in_seq_nothing_is_written_until_the_next_snapshot()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1", "101:1"), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 1, 3, "100:1:2", ""), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 2, 4, "100:1:3", ""), 1);
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 3, 5, "100:9", "101:1"), 1);
        }

        Assert.Equal(["SNAPSHOT 1 100 101 1 1", "SNAPSHOT 5 100 101 9 1"], Quotes());
    }

    [Fact]
    public void Trades_and_books_share_one_state_and_neither_overwrites_the_others_part()
    {
        using (MarketCollector collector = _files.Open())
        {
            collector.OnTrades([CollectFiles.Trade(5, 77)], 0);
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 10, 4, "100:1", "101:1"), 1);
        }
        using MarketCollector again = _files.Open();

        CollectorState state = again.State;
        Assert.Equal((77, CollectFiles.Noon + 5, 1), (state.LastTradeId, state.LastTradeTimestamp, state.TradesCount));
        Assert.Equal((1, 4, CollectFiles.Noon + 10, 1),
            (state.ConnectionEpoch, state.LastOrderbookSeq, state.LastOrderbookTimestamp, state.OrderbookUpdatesCount));
    }

    [Fact]
    public void Depth_has_a_column_for_each_level_and_zero_for_a_missing_one()
    {
        using (MarketCollector collector = _files.Open(depth: true))
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100.0:1 99:2 98:3", "101:1.0"), 1);
            collector.OnBook(CollectFiles.Book("DELTA", 1, 2, "98:1:4", ""), 1);
        }

        Assert.Equal(
            ["timestamp_ms,datetime,market,seq,bid_price0,bid_qty0,ask_price0,ask_qty0,bid_price1,bid_qty1,ask_price1,ask_qty1",
                "1763815966000,2025-11-22 12:52:46.000 UTC,BTC-USD,1,100.0,1,101,1.0,99,2,0,0"],
            _files.Lines("orderbook_depth.csv"));
    }

    [Fact]
    public void A_file_with_other_columns_is_set_aside_and_not_mixed_or_cut()
    {
        const string old = "timestamp_ms,datetime,market,bid_price,bid_quantity,ask_price,ask_quantity,mid_price,spread,spread_bps\n1,d,m,1,2,3,4,2,2,10\nhalf";
        _files.Write("orderbook.csv", old);

        using (MarketCollector collector = _files.Open())
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1", "101:1"), 1);

        Assert.Single(Quotes());
        Assert.Equal(old, File.ReadAllText(Path.Combine(_files.Folder, "orderbook-columns-changed.csv")));
        Assert.Contains("other columns", Assert.Single(_files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_column_sets_of_best_prices_can_be_read()
    {
        string ours = _files.Write("ours.csv", "timestamp_ms,datetime,market,type,seq,best_bid,best_ask,bid_quantity,ask_quantity\n5,d,m,DELTA,1,100.0,101,1,2\n");
        string theirs = _files.Write("theirs.csv", "timestamp_ms,bid_price,bid_quantity,ask_price,ask_quantity,mid_price,spread,spread_bps\n5,100.0,1,101,2,100.5,1,99.5\n6,,1,101,2,,,\n");
        var history = new CsvHistory();

        Assert.Equal(new CollectedQuote(5, 100, 1, 101, 2), Assert.Single(history.Quotes(ours)));
        Assert.Equal(new CollectedQuote(5, 100, 1, 101, 2), Assert.Single(history.Quotes(theirs)));
        Assert.Equal(1, history.BadRows);
    }

    [Fact]
    public void A_frame_of_a_type_that_nobody_knows_counts_in_seq_and_says_nothing()
    {
        PublicFrame unknown = PublicFrame.Parse(StreamKind.OrderBook, "BTC-USD", "{\"type\":\"NEVER_SEEN\",\"data\":{\"x\":[]},\"ts\":1,\"seq\":2}"u8);
        using (MarketCollector collector = _files.Open())
        {
            collector.OnBook(CollectFiles.Book("SNAPSHOT", 0, 1, "100:1", "101:1"), 1);
            collector.OnBook(unknown, 1);
            collector.OnBook(CollectFiles.Book("DELTA", 1, 3, "100:1:2", ""), 1);
        }

        Assert.False(unknown.IsKnown);
        Assert.Equal(["SNAPSHOT 1 100 101 1 1", "DELTA 3 100 101 2 1"], Quotes());
    }

    [Theory]
    [InlineData("{\"type\":\"SNAPSHOT\",\"data\":{\"m\":\"ETH-USD\",\"b\":[],\"a\":[]},\"ts\":1,\"seq\":1}", "expected BTC-USD")]
    [InlineData("{\"data\":{\"m\":\"BTC-USD\",\"b\":[],\"a\":[]},\"ts\":1,\"seq\":1}", "expected SNAPSHOT or DELTA")]
    [InlineData("{\"type\":\"SNAPSHOT\",\"data\":{\"m\":\"BTC-USD\",\"b\":{},\"a\":[]},\"ts\":1,\"seq\":1}", "expected an array")]
    [InlineData("{\"type\":\"SNAPSHOT\",\"data\":{\"m\":\"BTC-USD\",\"b\":[{\"p\":\"1\"}],\"a\":[]},\"ts\":1,\"seq\":1}", "member c is missing")]
    [InlineData("{\"type\":\"SNAPSHOT\",\"data\":{\"m\":\"BTC-USD\",\"b\":[{\"p\":\"1\",\"q\":\"-1\"}],\"a\":[]},\"ts\":1,\"seq\":1}", "no negative size")]
    [InlineData("{\"type\":\"SNAPSHOT\",\"data\":{\"m\":\"BTC-USD\",\"b\":[],\"a\":[]},\"ts\":\"1\",\"seq\":1}", "expected a whole number")]
    [InlineData("[]", "expected an object")]
    [InlineData("{", "not JSON")]
    public void A_frame_that_is_not_of_the_protocol_is_refused_with_its_reason(string frame, string expected)
    {
        FormatException error = Assert.Throws<FormatException>(
            () => PublicFrame.Parse(StreamKind.OrderBook, "BTC-USD", System.Text.Encoding.UTF8.GetBytes(frame)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
