using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Collect;

namespace LowLatencyMM.Host.Tests;

/// <summary>What must never happen again to collected trades.</summary>
public sealed class CollectTradesTests : IDisposable
{
    private readonly CollectFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Trades_are_written_with_the_exchanges_own_decimals_in_the_documented_columns()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(123, 7, "61800.20", "0.00300")], 0);

        Assert.Equal(
            ["timestamp_ms,datetime,market,side,price,quantity,trade_id,trade_type",
                "1763815966123,2025-11-22 12:52:46.123 UTC,BTC-USD,buy,61800.20,0.00300,7,TRADE"],
            _files.Lines("trades.csv"));
    }

    [Fact]
    public void At_most_a_second_of_what_was_released_is_lost_when_the_process_is_killed()
    {
        using MarketCollector collector = _files.Open();
        collector.OnTime(0);
        collector.OnTrades([CollectFiles.Trade(1, 1), CollectFiles.Trade(2, 2)], 0);

        // Two seconds of waiting for earlier trades, and within a second of that the rows are with the system.
        collector.OnTime(2 * CollectFiles.Second);

        Assert.Equal(3, _files.Lines("trades.csv").Length);
    }

    [Fact]
    public void What_waited_at_a_kill_is_written_once_when_the_exchange_tells_its_last_trades_again()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(1, 1), CollectFiles.Trade(2, 2)], 0);
        using (MarketCollector collector = _files.Open())
        {
            collector.OnTrades([CollectFiles.Trade(2, 2), CollectFiles.Trade(1, 1), CollectFiles.Trade(3, 3)], 0);
            Assert.Equal(2, collector.DuplicateTrades);
        }

        Assert.Equal(["1", "2", "3"], _files.Lines("trades.csv").Skip(1).Select(line => line.Split(',')[6]));
    }

    [Fact]
    public void The_memory_of_known_trades_is_bounded_by_count()
    {
        var ids = new RecentTradeIds();
        for (long id = 1; id <= RecentTradeIds.Capacity + 1_000; id++)
            Assert.True(ids.TryAdd(id, CollectFiles.Noon));

        Assert.Equal(RecentTradeIds.Capacity, ids.Count);
        Assert.False(ids.TryAdd(RecentTradeIds.Capacity, CollectFiles.Noon));
        Assert.True(ids.TryAdd(1, CollectFiles.Noon));
    }

    [Fact]
    public void The_memory_of_known_trades_is_bounded_by_a_day()
    {
        var ids = new RecentTradeIds();
        Assert.True(ids.TryAdd(1, CollectFiles.Noon));
        Assert.True(ids.TryAdd(2, CollectFiles.Noon + 86_400_000));
        Assert.False(ids.TryAdd(1, CollectFiles.Noon));
        Assert.True(ids.TryAdd(3, CollectFiles.Noon + 86_400_001));

        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public void Two_that_ask_for_the_same_trade_at_once_are_not_both_told_that_it_is_new()
    {
        var ids = new RecentTradeIds();
        int added = 0;

        Parallel.For(0, 100_000, i =>
        {
            if (ids.TryAdd(i % 1_000, CollectFiles.Noon))
                Interlocked.Increment(ref added);
        });

        Assert.Equal(1_000, added);
    }

    [Fact]
    public void Trades_of_one_millisecond_always_stand_in_the_order_of_their_ids()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(5, 9), CollectFiles.Trade(5, 3), CollectFiles.Trade(4, 11), CollectFiles.Trade(5, 6)], 0);

        Assert.Equal(["11", "3", "6", "9"], _files.Lines("trades.csv").Skip(1).Select(line => line.Split(',')[6]));
    }

    [Fact]
    public void A_trade_that_comes_after_a_later_one_was_written_is_counted_and_dropped()
    {
        using MarketCollector collector = _files.Open();
        collector.OnTrades([CollectFiles.Trade(10, 2)], 0);
        collector.OnTime(2 * CollectFiles.Second);
        collector.OnTrades([CollectFiles.Trade(9, 1)], 2 * CollectFiles.Second);

        Assert.Equal(1, collector.LateTrades);
    }

    [Fact]
    public void Trades_that_are_late_by_less_than_the_patience_come_out_in_order_whatever_the_order_of_arrival() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1_763_815_966, 12_345), Prop.ForAll(
            Gen.Choose(0, 1_900).ListOf(60).ToArbitrary(),
            delaysMs =>
            {
                // One trade each 50 ms of the exchange's time, each delayed by less than 2 s on its way.
                CollectedTrade[] trades = [.. delaysMs.Select((_, i) => CollectFiles.Trade(i * 50, i % 7 == 0 ? 1_000 - i : i))];
                long[] arrivals = [.. delaysMs.Select((delay, i) => (i * 50L) + delay)];
                var buffer = new ReorderBuffer(TimeSpan.FromSeconds(2));
                var released = new List<CollectedTrade>();
                foreach (int i in Enumerable.Range(0, trades.Length).OrderBy(i => arrivals[i]))
                {
                    long now = arrivals[i] * 1_000_000;
                    released.AddRange(buffer.Release(now));
                    Assert.True(buffer.TryAdd(trades[i], now));
                }
                released.AddRange(buffer.ReleaseAll());
                Assert.Equal(trades.OrderBy(trade => trade.Key), released);
                Assert.Equal(0, buffer.Late);
            }));

    [Fact]
    public void A_number_that_cannot_be_read_never_becomes_zero()
    {
        foreach (string member in new[] { "\"p\":\"\"", "\"p\":\"NaN\"", "\"p\":null", "\"p\":\"61.800,20\"", "\"p\":\"0\"", "\"p\":\"-1\"", "\"x\":1" })
        {
            string frame = $$"""{"data":[{"m":"BTC-USD","S":"BUY","tT":"TRADE","T":1,"i":1,"q":"1",{{member}}}],"ts":1,"seq":1}""";
            Assert.Throws<FormatException>(() => PublicFrame.Parse(StreamKind.PublicTrades, "BTC-USD", System.Text.Encoding.UTF8.GetBytes(frame)));
        }
        string path = _files.Write("trades.csv",
            "timestamp_ms,datetime,market,side,price,quantity,trade_id,trade_type\n1,d,m,buy,abc,1,1,TRADE\n2,d,m,buy,,1,2,TRADE\n3,d,m,buy,5,1,x,TRADE\n4,d,m,buy,5,1\n5,d,m,buy,5.0,1,5,TRADE\n");
        var history = new CsvHistory();

        CollectedTrade trade = Assert.Single(history.Trades(path));

        Assert.Equal(5, trade.Id);
        Assert.Equal(4, history.BadRows);
    }

    [Fact]
    public void Text_with_commas_quotes_and_line_ends_comes_back_as_it_was()
    {
        const string strange = "LIQUID\"A,TION\r\nof \"all\"";
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(1, 1) with { Type = strange }], 0);

        CollectedTrade trade = Assert.Single(new CsvHistory().Trades(Path.Combine(_files.Folder, "trades.csv")));

        Assert.Equal(strange, trade.Type);
    }

    [Fact]
    public void Files_are_read_row_by_row_and_never_whole()
    {
        string path = _files.Write("trades.csv", "timestamp_ms,side,price,quantity,trade_id,trade_type\n"
            + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},buy,5,1,{i},TRADE\n")));
        using IEnumerator<CollectedTrade> rows = new CsvHistory().Trades(path).GetEnumerator();
        Assert.True(rows.MoveNext());

        // What is written behind the reader's place is still to come.
        File.AppendAllText(path, "20001,buy,5,1,20001,TRADE\n");
        long last = 0;
        while (rows.MoveNext())
            last = rows.Current.Id;

        Assert.Equal(20_001, last);
    }

    [Fact]
    public void The_state_is_saved_every_hundred_records_and_every_half_minute()
    {
        using MarketCollector collector = _files.Open();
        collector.OnTime(0);
        for (int i = 1; i <= 100; i++)
            collector.OnTrades([CollectFiles.Trade(i, i)], 0);
        Assert.Equal(0, SavedTrades());

        collector.OnTime(2 * CollectFiles.Second);
        Assert.Equal(100, SavedTrades());

        collector.OnTrades([CollectFiles.Trade(101, 101)], 3 * CollectFiles.Second);
        collector.OnTime(6 * CollectFiles.Second);
        Assert.Equal(100, SavedTrades());

        collector.OnTime(32 * CollectFiles.Second);
        Assert.Equal(101, SavedTrades());

        long SavedTrades()
        {
            string path = Path.Combine(_files.Folder, "state.json");
            return File.Exists(path) ? JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("trades_count").GetInt64() : 0;
        }
    }

    [Fact]
    public void The_state_file_is_whole_whatever_a_crash_left_beside_it()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(1, 1)], 0);
        _files.Write("state.json.tmp", "{\"market\":\"BTC-");

        using (MarketCollector collector = _files.Open())
            Assert.Equal((1, 1), (collector.State.TradesCount, collector.State.LastTradeId));

        Assert.Equal(1, JsonDocument.Parse(string.Concat(_files.Lines("state.json"))).RootElement.GetProperty("trades_count").GetInt64());
        Assert.False(File.Exists(Path.Combine(_files.Folder, "state.json.tmp")));
        Assert.Empty(_files.Warnings);
    }

    [Fact]
    public void A_damaged_state_is_kept_aside_and_the_files_tell_where_to_go_on()
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(1, 1), CollectFiles.Trade(2, 2)], 0);
        _files.Write("state.json", "{\"market\":");

        using (MarketCollector collector = _files.Open())
        {
            collector.OnTrades([CollectFiles.Trade(2, 2), CollectFiles.Trade(3, 3)], 0);
            Assert.Equal(2, collector.State.TradesCount);
        }

        Assert.Contains("state.json.bad", Assert.Single(_files.Warnings), StringComparison.Ordinal);
        Assert.Equal(4, _files.Lines("trades.csv").Length);
    }

    [Theory]
    [InlineData("1763815966002,2025-11-22 12:52:46.0")]
    [InlineData("1763815966002,\0\0\0\0\0\0")]
    [InlineData("\0\0\0\n\0\0")]
    public void Half_a_row_that_a_crash_left_is_cut_and_nothing_is_glued_to_it(string rest)
    {
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(1, 1)], 0);
        File.AppendAllText(Path.Combine(_files.Folder, "trades.csv"), rest);

        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(2, 2)], 0);

        Assert.Equal(["1", "2"], _files.Lines("trades.csv").Skip(1).Select(line => line.Split(',')[6]));
        Assert.Contains($"the last {rest.Length} bytes", Assert.Single(_files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_day_begins_a_new_file_and_yesterdays_trades_are_still_known()
    {
        const long day = 86_400_000;
        using (MarketCollector collector = _files.Open())
            collector.OnTrades([CollectFiles.Trade(0, 1), CollectFiles.Trade(day / 2, 2), CollectFiles.Trade(day, 3)], 0);
        using (MarketCollector collector = _files.Open())
        {
            collector.OnTrades([CollectFiles.Trade(day / 2, 2)], 0);
            Assert.Equal(1, collector.DuplicateTrades);
        }

        Assert.Equal(2, _files.Lines("trades-2025-11-22.csv").Length);
        Assert.Equal(3, _files.Lines("trades.csv").Length);
        Assert.Equal(_files.Lines("trades.csv")[0], _files.Lines("trades-2025-11-22.csv")[0]);
    }

    [Fact]
    public void A_second_collector_of_a_market_is_refused_with_the_lock_exit_code()
    {
        using MarketCollector first = _files.Open();

        UserErrorException error = Assert.Throws<UserErrorException>(() => _files.Open());

        Assert.Equal(ExitCode.Locked, error.ExitCode);
        Assert.Contains("collect.lock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Little_free_space_is_told_once_and_its_end_too()
    {
        var told = new List<string>();
        long free = 2_000_000_000;
        var alarm = new FreeSpaceAlarm(() => free, told.Add);
        foreach (long now in new[] { 2_000_000_000, FreeSpaceAlarm.LeastBytes - 1, 5, 5, FreeSpaceAlarm.LeastBytes })
        {
            free = now;
            alarm.Check();
        }

        Assert.Equal(2, told.Count);
        Assert.Contains("999 MB left", told[0], StringComparison.Ordinal);
        Assert.Contains("1000 MB again", told[1], StringComparison.Ordinal);
    }
}
