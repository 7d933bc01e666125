using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

/// <summary>What the tests of the book do again and again.</summary>
internal static class OrderBookTesting
{
    /// <summary>Applies a frame's events; every one but the last must be pending. Returns the last result.</summary>
    public static BookUpdate Apply(this OrderBook book, BookFrame frame, bool absolute = false)
    {
        Event[] events = frame.ToEvents(absolute);
        for (int i = 0; i < events.Length - 1; i++)
            Assert.Equal(BookUpdate.Pending, book.Apply(in events[i]));
        return book.Apply(in events[^1]);
    }

    /// <summary>Applies a frame of which any event may be refused. Returns the first result that is not pending.</summary>
    public static BookUpdate ApplyRefused(this OrderBook book, BookFrame frame)
    {
        BookUpdate? first = null;
        foreach (Event e in frame.ToEvents())
        {
            BookUpdate result = book.Apply(in e);
            if (result != BookUpdate.Pending)
                first ??= result;
        }
        return first!.Value;
    }

    public static BookDepth[] Levels(this OrderBook book, Side side)
    {
        var levels = new BookDepth[book.LevelCount(side) + 1];
        return levels[..book.CopyTop(side, levels)];
    }

    public static long HashOf(OrderBook book)
    {
        var hash = new StateHasher();
        book.AddTo(ref hash);
        return hash.Value;
    }

    public static void AssertSameTouch(DictionaryBook expected, OrderBook actual)
    {
        Assert.Equal(expected.Best(Side.Buy), new BookDepth(actual.BestBidTicks, actual.BestBidSteps));
        Assert.Equal(expected.Best(Side.Sell), new BookDepth(actual.BestAskTicks, actual.BestAskSteps));
        Assert.Equal(expected.SideOf(Side.Buy).Count, actual.LevelCount(Side.Buy));
        Assert.Equal(expected.SideOf(Side.Sell).Count, actual.LevelCount(Side.Sell));
    }

    public static void AssertSameLevels(DictionaryBook expected, OrderBook actual)
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            BookDepth[] levels = expected.Levels(side);
            Assert.Equal(levels, actual.Levels(side));
            foreach (BookDepth level in levels)
                Assert.Equal(level.Steps, actual.StepsAt(side, level.PriceTicks));
        }
    }
}
