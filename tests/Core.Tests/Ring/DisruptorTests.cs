using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

public sealed class DisruptorTests
{
    private const int Size = 64;
    private const int Events = 100_000;

    [Theory]
    [InlineData("yielding")]
    [InlineData("default")]
    public void A_handler_sees_what_all_handlers_before_it_wrote(string strategy)
    {
        using var ring = new RingBuffer<StampedEvent>(Size, 0, RingTesting.WaitStrategy(strategy));
        long[] first = new long[Size], second = new long[Size], third = new long[Size];
        var disruptor = new Disruptor<StampedEvent>(ring);
        disruptor.HandleEventsWith(new CopyingHandler([], first), new CopyingHandler([], second))
            .Then(new CopyingHandler([first, second], third))
            .Then(new CopyingHandler([first, second, third], new long[Size]));
        disruptor.Start();

        for (int number = 0; number < Events; number++)
            ring.PublishOne(0, number);
        disruptor.Shutdown();

        Assert.Null(disruptor.Fault);
        Assert.Equal(Events - 1, first.Max());
        Assert.Equal(Events - 1, third.Max());
    }

    [Fact]
    public void Two_handlers_may_follow_and_chains_may_join()
    {
        using var ring = new RingBuffer<StampedEvent>(Size, 0, new YieldingWaitStrategy());
        long[] left = new long[Size], right = new long[Size], after = new long[Size], last = new long[Size];
        var disruptor = new Disruptor<StampedEvent>(ring);
        EventHandlerGroup<StampedEvent> chain = disruptor.HandleEventsWith(new CopyingHandler([], left)).Then(new CopyingHandler([left], after));
        EventHandlerGroup<StampedEvent> other = disruptor.HandleEventsWith(new CopyingHandler([], right));
        chain.And(other).Then(new CopyingHandler([left, right, after], last), new CopyingHandler([left, right, after], new long[Size]));
        disruptor.Start();

        for (int number = 0; number < Events / 10; number++)
            ring.PublishOne(0, number);
        disruptor.Shutdown();

        Assert.Null(disruptor.Fault);
        Assert.Equal(Events / 10 - 1, last.Max());
    }

    [Fact]
    public void A_fault_ends_all_threads_and_shutdown_returns()
    {
        using var ring = new RingBuffer<StampedEvent>(Size, 0, new BlockingWaitStrategy());
        var disruptor = new Disruptor<StampedEvent>(ring);
        // The copy that it expects was never made.
        disruptor.HandleEventsWith(new CopyingHandler([], new long[Size])).Then(new CopyingHandler([new long[Size]], new long[Size]));
        disruptor.Start();
        ring.PublishOne(0, 1);

        disruptor.Shutdown();

        Assert.IsType<InvalidDataException>(disruptor.Fault);
        Assert.True(ring.IsHalted);
    }

    [Fact]
    public void It_is_started_once_with_all_its_handlers()
    {
        using var ring = new RingBuffer<StampedEvent>(Size, 0, new YieldingWaitStrategy());
        var disruptor = new Disruptor<StampedEvent>(ring);
        Assert.Throws<InvalidOperationException>(disruptor.Start);

        EventHandlerGroup<StampedEvent> group = disruptor.HandleEventsWith(new CopyingHandler([], new long[Size]));
        disruptor.Start();

        Assert.Throws<InvalidOperationException>(disruptor.Start);
        Assert.Throws<InvalidOperationException>(() => group.Then(new CopyingHandler([], new long[Size])));
        disruptor.Shutdown();
    }

    /// <summary>Checks that the handlers before it have noted the event's number at its slot, then notes it itself. Plain memory on purpose.</summary>
    private sealed class CopyingHandler(long[][] before, long[] own) : IEventHandler<StampedEvent>
    {
        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch)
        {
            foreach (long[] earlier in before)
            {
                if (earlier[sequence % Size] != data.Number)
                    throw new InvalidDataException($"At {sequence}: {earlier[sequence % Size]} instead of {data.Number}.");
            }
            own[sequence % Size] = data.Number;
        }
    }
}
