using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Feed.Tests.Streams;

public sealed class OrderBookUpdateTests
{
    private const int Seed = 20261122;

    [Fact]
    public void Updates_put_together_in_any_way_make_the_same_book_as_one_by_one()
    {
        var random = new Random(Seed);
        for (int run = 0; run < 300; run++)
        {
            List<OrderBookUpdate> updates = [Snapshot(random), .. Enumerable.Range(0, 30).Select(_ => Next(random))];
            LocalOrderBook plain = Play(updates);

            while (updates.Count > 2)
            {
                int at = random.Next(updates.Count - 1);
                updates[at] = OrderBookUpdate.Combine(updates[at], updates[at + 1])!;
                updates.RemoveAt(at + 1);
            }

            LocalOrderBook combined = Play(updates);
            Assert.True(plain.IsValid && combined.IsValid, $"seed {Seed}, run {run}");
            Assert.Equal(plain.Bids, combined.Bids);
            Assert.Equal(plain.Asks, combined.Asks);
        }
    }

    [Fact]
    public void Markets_are_not_mixed()
    {
        var random = new Random(Seed);
        OrderBookUpdate other = Snapshot(random) with { Market = "ETH-USD" };

        Assert.Null(OrderBookUpdate.Combine(Snapshot(random), other));
        Assert.False(new LocalOrderBook("BTC-USD").Apply(Data(other)));
    }

    [Fact]
    public void A_book_is_only_readable_between_its_snapshot_and_the_next_break()
    {
        var random = new Random(Seed);
        var book = new LocalOrderBook("BTC-USD");

        Assert.False(book.Apply(Data(Delta(new OrderBookChange(10, 1, true)))));
        Assert.True(book.Apply(Data(Snapshot(random))));
        Assert.False(book.Apply(Notice(StreamNoticeKind.Refused)));
        Assert.True(book.IsValid);
        Assert.False(book.Apply(Notice(StreamNoticeKind.Gap)));
        Assert.False(book.IsValid);
        Assert.True(book.Apply(Data(Snapshot(random))));
        Assert.False(book.Apply(Data(Delta(new OrderBookChange(10, -1_000_000, false)))));
        Assert.False(book.IsValid);
    }

    [Fact]
    public void An_empty_side_has_no_best_price()
    {
        var book = new LocalOrderBook("BTC-USD");
        book.Apply(Data(new OrderBookUpdate("BTC-USD", true, [new(10, 2, true), new(11, 3, true)], [])));

        Assert.Equal(new BestBidAsk("BTC-USD", 11, 3, null, 0), book.Best());
    }

    private static LocalOrderBook Play(IEnumerable<OrderBookUpdate> updates)
    {
        var book = new LocalOrderBook("BTC-USD");
        foreach (OrderBookUpdate update in updates)
            book.Apply(Data(update));
        return book;
    }

    private static StreamData<OrderBookUpdate> Data(OrderBookUpdate update) => new(1, 0, 1, 1, update);

    private static StreamNotice<OrderBookUpdate> Notice(StreamNoticeKind kind) => new(1, 0, kind, "");

    private static OrderBookUpdate Delta(params OrderBookChange[] bids) => new("BTC-USD", false, bids, []);

    private static OrderBookUpdate Snapshot(Random random) => new(
        "BTC-USD", true, [.. Levels(random, 1, 40, isSnapshot: true)], [.. Levels(random, 50, 40, isSnapshot: true)]);

    private static OrderBookUpdate Next(Random random) => random.Next(20) == 0
        ? Snapshot(random)
        : new OrderBookUpdate("BTC-USD", false, [.. Levels(random, 1, 5, isSnapshot: false)], [.. Levels(random, 50, 5, isSnapshot: false)]);

    /// <summary>Sizes that stay above zero whatever happens, and removals.</summary>
    private static IEnumerable<OrderBookChange> Levels(Random random, int from, int count, bool isSnapshot)
    {
        for (int i = 0; i < count; i++)
        {
            int kind = isSnapshot ? 2 : random.Next(3);
            int price = isSnapshot ? from + i : from + random.Next(40);
            yield return kind switch
            {
                0 => new OrderBookChange(price, 0, true),
                1 => new OrderBookChange(price, random.Next(1, 5), false),
                _ => new OrderBookChange(price, random.Next(1, 100), true),
            };
        }
    }
}
