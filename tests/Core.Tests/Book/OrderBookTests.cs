using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;
using static LowLatencyMM.Core.Tests.Book.BookFrameLevel;

namespace LowLatencyMM.Core.Tests.Book;

public sealed class OrderBookTests
{
    private readonly OrderBook _book = new(windowTicks: 64, farCapacity: 8);

    [Fact]
    public void A_new_book_is_empty_and_not_valid()
    {
        Assert.False(_book.IsValid);
        Assert.Equal(0, _book.BestBidTicks);
        Assert.Equal(0, _book.BestBidSteps);
        Assert.Equal(0, _book.BestAskTicks);
        Assert.Equal(0, _book.BestAskSteps);
        Assert.Equal(0, _book.StepsAt(Side.Buy, 100));
        Assert.Equal(0, _book.CopyTop(Side.Sell, new BookDepth[4]));
    }

    [Fact]
    public void A_snapshot_replaces_the_levels_and_a_delta_changes_them()
    {
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Bid(99, 7), Ask(102, 3))));
        Assert.True(_book.IsValid);
        Assert.Equal((100, 5, 102, 3), Touch());

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(2, Bid(100, -5), Ask(101, 2))));
        Assert.Equal((99, 7, 101, 2), Touch());

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(3, Bid(90, 1), Ask(95, 1))));
        Assert.Equal((90, 1, 95, 1), Touch());
        Assert.Equal(0, _book.StepsAt(Side.Buy, 99));
    }

    [Fact]
    public void A_delta_with_absolute_sizes_sets_them()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        _book.Apply(BookFrame.Delta(2, Bid(100, 9), Ask(102, 0), Ask(103, 4)), absolute: true);

        Assert.Equal((100, 9, 103, 4), Touch());
    }

    [Fact]
    public void The_size_of_a_snapshot_is_absolute_even_without_the_flag()
    {
        Event[] events = BookFrame.Snapshot(1, Bid(100, 5)).ToEvents();
        events[0].Flags &= ~EventFlags.Absolute;
        _book.Apply(in events[0]);
        events[0].StreamSeq = 2;

        _book.Apply(in events[0]);

        Assert.Equal(5, _book.BestBidSteps);
    }

    [Fact]
    public void An_empty_frame_uses_up_its_sequence()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(2)));
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(3, Bid(100, 1))));
        Assert.Equal((100, 6, 102, 3), Touch());
    }

    [Fact]
    public void An_empty_snapshot_empties_the_book()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(2)));
        Assert.True(_book.IsValid);
        Assert.Equal((0, 0, 0, 0), Touch());
    }

    [Fact]
    public void Deltas_before_the_first_snapshot_are_dropped()
    {
        Assert.Equal(BookUpdate.AwaitingSnapshot, _book.ApplyRefused(BookFrame.Delta(1, Bid(100, 5), Bid(99, 5))));
        Assert.False(_book.IsValid);

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(570, Bid(98, 5))));
        Assert.Equal(98, _book.BestBidTicks);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(1)]
    public void A_hole_or_a_step_back_is_refused_until_a_snapshot_after_a_reconnect(long seq)
    {
        _book.Apply(BookFrame.Snapshot(4, Bid(100, 5), Ask(102, 3)));
        _book.Apply(BookFrame.Delta(5, Bid(100, 1)));

        Assert.Equal(BookUpdate.SequenceGap, _book.ApplyRefused(BookFrame.Delta(seq, Bid(100, 1), Bid(99, 1))));
        Assert.False(_book.IsValid);
        Assert.Equal(BookUpdate.SequenceGap, _book.ApplyRefused(BookFrame.Delta(6, Bid(100, 1))));
        Assert.Equal(BookUpdate.SequenceGap, _book.ApplyRefused(BookFrame.Snapshot(7, Bid(90, 1))));
        Assert.Equal(6, _book.BestBidSteps);

        _book.Invalidate();
        Assert.Equal(BookUpdate.AwaitingSnapshot, _book.ApplyRefused(BookFrame.Delta(8, Bid(100, 1))));
        Assert.False(_book.IsValid);
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(1, Bid(90, 2), Ask(91, 2))));
        Assert.True(_book.IsValid);
        Assert.Equal((90, 2, 91, 2), Touch());
    }

    [Fact]
    public void A_snapshot_out_of_sequence_is_a_gap_as_well()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5)));

        Assert.Equal(BookUpdate.SequenceGap, _book.ApplyRefused(BookFrame.Snapshot(3, Bid(90, 1))));
        Assert.Equal(100, _book.BestBidTicks);
    }

    [Fact]
    public void An_old_snapshot_followed_by_the_changes_since_is_normal()
    {
        BookFrame snapshot = BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3));
        BookFrame replayed = BookFrame.Delta(2, Bid(101, 1));
        Event[] events = [.. snapshot.ToEvents(), .. replayed.ToEvents()];
        events[0].ExchangeMs = events[1].ExchangeMs = 1_000;
        events[2].ExchangeMs = 2_000;
        events[0].ReceiveNs = events[1].ReceiveNs = events[2].ReceiveNs = 60_000_000_000;

        BookUpdate[] results = [.. events.Select(e => _book.Apply(in e))];

        Assert.Equal([BookUpdate.Pending, BookUpdate.Applied, BookUpdate.Applied], results);
        Assert.Equal(101, _book.BestBidTicks);
    }

    [Fact]
    public void A_negative_size_spoils_the_book_until_the_streams_next_snapshot()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        Assert.Equal(BookUpdate.NegativeSize, _book.ApplyRefused(BookFrame.Delta(2, Bid(99, 1), Bid(100, -6), Bid(98, 1))));
        Assert.False(_book.IsValid);
        Assert.Equal(BookUpdate.AwaitingSnapshot, _book.ApplyRefused(BookFrame.Delta(3, Bid(97, 1))));

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(4, Bid(96, 2), Ask(102, 3))));
        Assert.True(_book.IsValid);
        Assert.Equal((96, 2, 102, 3), Touch());
    }

    [Fact]
    public void A_hole_is_noticed_while_the_book_is_spoilt()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5)));
        _book.ApplyRefused(BookFrame.Delta(2, Bid(100, -6)));

        Assert.Equal(BookUpdate.SequenceGap, _book.ApplyRefused(BookFrame.Snapshot(4, Bid(96, 2))));
        Assert.False(_book.IsValid);
    }

    [Fact]
    public void A_size_beyond_64_bits_is_refused()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, long.MaxValue)));

        Assert.Equal(BookUpdate.NegativeSize, _book.ApplyRefused(BookFrame.Delta(2, Bid(100, 1))));
    }

    [Theory]
    [InlineData(Side.None, 100)]
    [InlineData((Side)3, 100)]
    [InlineData(Side.Buy, 0)]
    [InlineData(Side.Sell, -1)]
    [InlineData(Side.Sell, OrderBook.MaxPriceTicks + 1)]
    [InlineData(Side.Buy, long.MaxValue)]
    [InlineData(Side.Buy, long.MinValue)]
    public void A_level_without_side_or_with_an_impossible_price_is_malformed(Side side, long priceTicks)
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5)));

        Assert.Equal(BookUpdate.Malformed, _book.ApplyRefused(BookFrame.Delta(2, new BookFrameLevel(side, priceTicks, 1, 1))));
        Assert.False(_book.IsValid);
        Assert.Equal(0, _book.StepsAt(Side.Buy, priceTicks == 100 ? 1 : priceTicks));
    }

    [Fact]
    public void Prices_at_the_ends_of_the_range_are_kept()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(1, 4), Ask(OrderBook.MaxPriceTicks, 6), Ask(2, 5)));

        Assert.Equal((1, 4, 2, 5), Touch());
        Assert.Equal(6, _book.StepsAt(Side.Sell, OrderBook.MaxPriceTicks));
    }

    [Fact]
    public void A_frame_without_its_end_or_its_start_is_malformed()
    {
        Event[] snapshot = BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)).ToEvents();
        _book.Apply(in snapshot[0]);
        Assert.False(_book.IsValid);
        Assert.Equal(BookUpdate.Malformed, _book.ApplyRefused(BookFrame.Delta(2, Bid(99, 1))));

        _book.Invalidate();
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5)));
        Event[] delta = BookFrame.Delta(2, Bid(99, 1), Bid(98, 1)).ToEvents();
        Assert.Equal(BookUpdate.Malformed, _book.Apply(in delta[1]));
        Assert.False(_book.IsValid);
    }

    [Fact]
    public void A_frame_whose_sequence_changes_inside_is_malformed()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5)));
        Event[] delta = BookFrame.Delta(2, Bid(99, 1), Bid(98, 1)).ToEvents();
        delta[1].StreamSeq = 3;

        _book.Apply(in delta[0]);

        Assert.Equal(BookUpdate.Malformed, _book.Apply(in delta[1]));
    }

    [Fact]
    public void The_book_is_not_valid_in_the_middle_of_a_frame()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 1)));
        Event[] delta = BookFrame.Delta(2, Bid(100, -5), Bid(99, 1)).ToEvents();

        _book.Apply(in delta[0]);
        Assert.False(_book.IsValid);

        _book.Apply(in delta[1]);
        Assert.True(_book.IsValid);
    }

    [Theory]
    [InlineData(102)]
    [InlineData(103)]
    public void A_crossed_or_locked_book_is_reported_and_heals(long bid)
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        Assert.Equal(BookUpdate.Crossed, _book.Apply(BookFrame.Delta(2, Bid(bid, 1))));
        Assert.True(_book.IsCrossed);
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(3, Bid(bid, -1))));
        Assert.False(_book.IsCrossed);
    }

    [Fact]
    public void A_frame_may_be_crossed_inside()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(100, 5), Ask(102, 3)));

        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(2, Bid(103, 1), Ask(102, -3), Ask(104, 1))));
    }

    [Fact]
    public void Levels_far_from_the_touch_are_kept_and_become_the_best_when_the_near_ones_go()
    {
        _book.Apply(BookFrame.Snapshot(1, Bid(618_000, 5), Bid(617_990, 4), Bid(50_000, 9), Ask(618_001, 1), Ask(9_000_000, 2)));
        Assert.Equal(9, _book.StepsAt(Side.Buy, 50_000));
        Assert.Equal(2, _book.StepsAt(Side.Sell, 9_000_000));

        _book.Apply(BookFrame.Delta(2, Bid(618_000, -5), Bid(617_990, -4), Ask(618_001, -1)));
        Assert.Equal((50_000, 9, 9_000_000, 2), Touch());

        _book.Apply(BookFrame.Delta(3, Bid(618_000, 5), Ask(618_001, 1)));
        Assert.Equal((618_000, 5, 618_001, 1), Touch());
        Assert.Equal([new(618_000, 5), new(50_000, 9)], _book.Levels(Side.Buy));
    }

    [Fact]
    public void A_delta_never_makes_room_but_the_next_snapshot_does()
    {
        BookFrameLevel[] levels = [.. Enumerable.Range(0, 9).Select(i => Bid(1_000 + 100 * i, 1)), Ask(10_000, 1)];
        _book.Apply(BookFrame.Snapshot(1, levels));

        Assert.Equal(BookUpdate.TooManyLevels, _book.ApplyRefused(BookFrame.Delta(2, Bid(500, 1))));
        Assert.False(_book.IsValid);

        levels = [.. Enumerable.Range(0, 40).Select(i => Bid(1_000 + 100 * i, 1)), Ask(10_000, 1)];
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(3, levels)));
        Assert.Equal(40, _book.LevelCount(Side.Buy));
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Delta(4, Bid(500, 1))));
        Assert.Equal(41, _book.LevelCount(Side.Buy));
    }

    [Fact]
    public void A_rise_that_would_push_out_more_levels_than_there_is_room_for_is_refused()
    {
        BookFrameLevel[] levels = [.. Enumerable.Range(0, 20).Select(i => Bid(1_000 - i, 1))];
        _book.Apply(BookFrame.Snapshot(1, levels));

        Assert.Equal(BookUpdate.TooManyLevels, _book.ApplyRefused(BookFrame.Delta(2, Bid(5_000, 1))));
        Assert.Equal(BookUpdate.Applied, _book.Apply(BookFrame.Snapshot(3, [.. levels, Bid(5_000, 1)])));
        Assert.Equal(21, _book.LevelCount(Side.Buy));
        Assert.Equal(5_000, _book.BestBidTicks);
    }

    [Fact]
    public void Top_levels_are_copied_from_the_best_outwards_as_many_as_fit()
    {
        _book.Apply(BookFrame.Snapshot(1, Ask(105, 2), Ask(103, 1), Ask(5_000, 3), Bid(99, 4)));
        var top = new BookDepth[2];

        Assert.Equal(2, _book.CopyTop(Side.Sell, top));
        Assert.Equal([new(103, 1), new(105, 2)], top);
        Assert.Equal(1, _book.CopyTop(Side.Buy, top));
    }

    [Fact]
    public void The_hash_tells_levels_sequence_and_validity_but_not_where_the_window_is()
    {
        var wide = new OrderBook(windowTicks: 4_096);
        BookFrame snapshot = BookFrame.Snapshot(1, Bid(100, 5), Bid(10, 1), Ask(102, 3), Ask(900, 3));
        _book.Apply(snapshot);
        wide.Apply(snapshot);
        long hash = OrderBookTesting.HashOf(_book);
        Assert.Equal(hash, OrderBookTesting.HashOf(wide));

        _book.Apply(BookFrame.Delta(2));
        Assert.NotEqual(hash, OrderBookTesting.HashOf(_book));
        wide.Apply(BookFrame.Delta(2, Ask(900, 1)));
        Assert.NotEqual(OrderBookTesting.HashOf(wide), OrderBookTesting.HashOf(_book));

        hash = OrderBookTesting.HashOf(_book);
        _book.Invalidate();
        Assert.NotEqual(hash, OrderBookTesting.HashOf(_book));
    }

    [Fact]
    public void An_event_of_another_kind_is_a_defect_of_the_caller()
    {
        var e = new Event();
        e.Begin(EventKind.Timer, EventFlags.None, 0, StreamId.Engine, 0);

        Assert.Throws<ArgumentException>(() => _book.Apply(in e));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(100)]
    public void A_window_that_is_no_power_of_two_is_refused(int windowTicks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBook(windowTicks));

    private (long, long, long, long) Touch() =>
        (_book.BestBidTicks, _book.BestBidSteps, _book.BestAskTicks, _book.BestAskSteps);
}
