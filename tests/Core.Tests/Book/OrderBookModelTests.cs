using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

public sealed class OrderBookModelTests
{
    [Theory]
    [InlineData(1, 64, 40)]
    [InlineData(2, 64, 400)]
    [InlineData(3, 128, 64)]
    [InlineData(4, 256, 1_000)]
    [InlineData(5, 1_024, 300)]
    [InlineData(6, 8_192, 10_000)]
    public void Any_stream_gives_the_same_book_as_the_dictionary(int seed, int windowTicks, int spreadOfLevels)
    {
        var stream = new RandomBookStream(seed, spreadOfLevels);
        var model = new DictionaryBook();
        var byChange = new OrderBook(windowTicks);
        var bySize = new OrderBook(8_192);
        long crossed = 0;

        for (int i = 0; i < 4_000; i++)
        {
            BookFrame frame = stream.Next();
            model.Apply(frame);
            crossed += byChange.Apply(frame) == BookUpdate.Crossed ? 1 : 0;
            bySize.Apply(frame, absolute: true);

            Assert.True(byChange.IsValid);
            OrderBookTesting.AssertSameTouch(model, byChange);
            if (i % 5 == 0)
            {
                OrderBookTesting.AssertSameLevels(model, byChange);
                Assert.Equal(OrderBookTesting.HashOf(byChange), OrderBookTesting.HashOf(bySize));
            }
        }
        Assert.Equal(0, crossed);
    }

    [Fact]
    public void Any_few_changes_give_the_same_book_as_the_dictionary()
    {
        // Few prices, so that they meet; spread over several windows of 64, so that levels move in and out of it.
        Gen<BookFrameLevel> level =
            from side in Gen.Elements(Side.Buy, Side.Sell)
            from cluster in Gen.Elements(0, 30, 64, 100, 1_000)
            from offset in Gen.Choose(1, 6)
            from steps in Gen.Choose(0, 2)
            select new BookFrameLevel(side, cluster + offset, 0, steps);
        Gen<BookFrameLevel[]> levels = level.ArrayOf();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(80).WithReplay(20_261_122, 1),
            Prop.ForAll(levels.ToArbitrary(), AgreesWithTheDictionary));
    }

    private static bool AgreesWithTheDictionary(BookFrameLevel[] changes)
    {
        var book = new OrderBook(windowTicks: 64, farCapacity: 40);
        var model = new DictionaryBook();
        book.Apply(BookFrame.Snapshot(1));
        long seq = 1;
        foreach (BookFrameLevel change in changes)
        {
            long before = model.SideOf(change.Side).GetValueOrDefault(change.PriceTicks);
            BookFrame frame = BookFrame.Delta(++seq, change with { ChangeSteps = change.AbsoluteSteps - before });
            model.Apply(frame);
            book.Apply(frame);
            OrderBookTesting.AssertSameTouch(model, book);
        }
        OrderBookTesting.AssertSameLevels(model, book);
        return true;
    }

    [Fact]
    public void Applying_changes_allocates_nothing()
    {
        var stream = new RandomBookStream(7, 2_000);
        Event[][] frames = [.. Enumerable.Range(0, 3_000).Select(_ => stream.Next().ToEvents())];
        var book = new OrderBook(windowTicks: 256);
        foreach (Event[] frame in frames)
            ApplyAll(book, frame);

        book.Invalidate();
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Event[] frame in frames)
            ApplyAll(book, frame);
        var hash = new StateHasher();
        book.AddTo(ref hash);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(book.IsValid);
    }

    private static void ApplyAll(OrderBook book, Event[] events)
    {
        foreach (ref Event e in events.AsSpan())
            book.Apply(in e);
    }
}
