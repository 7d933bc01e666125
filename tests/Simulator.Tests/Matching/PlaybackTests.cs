using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Tests.Matching;

public sealed class PlaybackTests
{
    [Fact]
    public void Each_loop_starts_where_the_last_one_ended_by_a_constant_offset()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10 90x5", "102x10")
            .Delta(50, bids: "103x4", asks: "102x0 105x6").Trade(60, "SELL", 103, 1).Play(loops: true);

        exchange.AdvanceTo(60);
        (BookLevel firstEnd, long firstOffset) = (exchange.Markets[0].Book.Best(Side.Buy), exchange.Markets[0].Player.Offset);
        exchange.AdvanceTo(61);
        (BookLevel secondStart, long secondOffset) = (exchange.Markets[0].Book.Best(Side.Buy), exchange.Markets[0].Player.Offset);
        exchange.AdvanceTo(121);
        BookLevel secondEnd = exchange.Markets[0].Book.Best(Side.Buy);
        exchange.AdvanceTo(122);

        Assert.Equal((103, 0L), (firstEnd.Price, firstOffset));
        Assert.Equal((103, 3L), (secondStart.Price, secondOffset));
        Assert.Equal(106, secondEnd.Price);
        Assert.Equal(6, exchange.Markets[0].Player.Offset);
        Assert.Equal(["SELL 1@103", "SELL 1@106"], log.Trades);
    }

    [Fact]
    public void Three_loops_of_the_bundled_minute_keep_mid_times_ids_and_snapshots_going()
    {
        MarketRules rules = new("BTC-USD", "0.1", "0.001");
        SinkLog log = new();
        Exchange exchange = new([(rules, RecordingReader.ReadBundled(rules.Name, rules.Prices, rules.Sizes))],
            new ExchangeSettings(), SinkLog.StartMs, log);
        log.Exchange = exchange;
        log.Connect();
        decimal previousMid = exchange.Markets[0].Oracle.Mark;

        for (int second = 1; second <= 185; second++)
        {
            exchange.AdvanceTo(second * 1_000);
            Assert.InRange(exchange.Markets[0].Oracle.Mark - previousMid, -20, 20);
            previousMid = exchange.Markets[0].Oracle.Mark;
        }

        Assert.Equal(3 * 86, exchange.Markets[0].Player.Offset);
        Assert.Equal(1_850, log.Deltas);
        Assert.Equal(3, log.Snapshots);
        long[] ids = [.. exchange.Markets[0].Statistics.Trades.Select(trade => trade.Id)];
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Best_prices_come_every_10_ms_and_only_when_they_changed()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10", "102x10")
            .Best(3, "100x11", "102x10").Best(4, "101x11", "102x10").Best(12, "99x1", "102x10").Best(13, "101x11", "102x10").Play();

        exchange.AdvanceTo(100);

        Assert.Equal(1, log.BestBidAsks);
    }

    [Fact]
    public void A_best_price_hides_better_levels_until_a_book_frame_as_fresh_as_it_comes()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10 99x5", "102x10 103x7")
            .Best(110, "99x6", "103x8").Delta(205, bids: "100x0 99x9", asks: "102x0").Play();

        exchange.AdvanceTo(200);
        (long Bid, long Ask) best = (log.Bids.First().Value, log.Asks.First().Value);
        long bestBid = log.Bids.First().Key;
        exchange.AdvanceTo(300);

        Assert.Equal((6, 8), best);
        Assert.Equal(99, bestBid);
        Assert.Equal((9, 7), (log.Bids.First().Value, log.Asks.First().Value));
    }

    [Fact]
    public void A_book_frame_older_than_the_best_price_does_not_bring_back_what_it_hides()
    {
        (Exchange exchange, SinkLog log) = new Script("100x10 99x5", "102x10 103x7")
            .Best(110, "99x6", "103x8").Delta(150, bids: "98x1", venueMs: 105).Play();

        exchange.AdvanceTo(200);

        Assert.Equal([(99L, 6L), (98L, 1L)], log.Bids.Select(level => (level.Key, level.Value)));
        Assert.Equal([(103L, 8L)], log.Asks.Select(level => (level.Key, level.Value)));
    }
}
