using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

public sealed class EventProcessorTests
{
    [Fact]
    public void Events_come_in_order_with_the_end_of_the_batch_told_and_the_sequence_follows_each()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, new BusySpinWaitStrategy());
        var seen = new List<(long Number, long Sequence, bool EndOfBatch, long Done)>();
        EventProcessor<StampedEvent, DelegateHandler>? processor = null;
        processor = NewProcessor(ring, (number, sequence, endOfBatch) =>
        {
            seen.Add((number, sequence, endOfBatch, processor!.Sequence.Value));
            if (number == 3)
                ring.Halt();
        });
        for (int number = 1; number <= 3; number++)
            ring.PublishOne(0, number);

        processor.Run();

        Assert.Equal([(1, 0, false, -1), (2, 1, false, 0), (3, 2, true, 1)], seen);
        Assert.Equal(2, processor.Sequence.Value);
        Assert.Null(processor.Fault);
    }

    [Theory]
    [InlineData(ProducerType.Single)]
    [InlineData(ProducerType.Multi)]
    public void A_consumer_that_pauses_for_batches_loses_and_reorders_nothing(ProducerType type)
    {
        const int Last = 2_000;
        using var ring = new RingBuffer<StampedEvent>(512, 0, new BusySpinWaitStrategy(batchingPause: 8), type);
        var seen = new List<long>();
        long published = 10;
        EventProcessor<StampedEvent, DelegateHandler> processor = NewProcessor(ring, (number, _, _) =>
        {
            seen.Add(number);
            // One or two more for each: small batches without a gap first, large ones later.
            for (long more = number % 8 == 0 ? 2 : 1; more > 0 && published < Last; more--)
                ring.PublishOne(0, (int)++published);
            if (number == Last)
                ring.Halt();
        });
        for (int number = 1; number <= published; number++)
            ring.PublishOne(0, number);

        processor.Run();

        Assert.Equal(Enumerable.Range(1, Last).Select(number => (long)number), seen);
        Assert.Null(processor.Fault);
    }

    [Fact]
    public void A_handlers_exception_halts_the_ring_and_surfaces_everywhere()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, new BlockingWaitStrategy());
        var failure = new InvalidDataException("number 5");
        EventProcessor<StampedEvent, DelegateHandler> failing = NewProcessor(ring, (number, _, _) =>
        {
            if (number == 5)
                throw failure;
        });
        EventProcessor<StampedEvent, DelegateHandler> other = NewProcessor(ring, (_, _, _) => { });
        Thread first = RingTesting.Run(failing.Run);
        Thread second = RingTesting.Run(other.Run);

        RingHaltedException? halted = null;
        for (int number = 0; halted is null && number < 1_000; number++)
            halted = Record.Exception(() => ring.PublishOne(0, number)) as RingHaltedException;
        first.JoinOrFail();
        second.JoinOrFail();

        Assert.Same(failure, failing.Fault);
        Assert.Same(failure, ring.HaltCause);
        Assert.Same(failure, halted?.InnerException);
        Assert.Contains("number 5", halted!.Message);
        Assert.Equal(4, failing.Sequence.Value);
        Assert.Null(other.Fault);
        Assert.True(ring.IsHalted);
    }

    [Fact]
    public void The_first_failure_is_the_cause()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, new BusySpinWaitStrategy());
        EventProcessor<StampedEvent, DelegateHandler> failing = NewProcessor(ring, (_, _, _) =>
        {
            ring.Halt();
            throw new InvalidDataException();
        });
        ring.PublishOne(0, 1);
        failing.Run();

        Assert.IsType<InvalidDataException>(ring.HaltCause);
    }

    [Fact]
    public void A_struct_handler_keeps_its_state()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, new BusySpinWaitStrategy());
        var processor = new EventProcessor<StampedEvent, CountingHandler>(ring, ring.NewBarrier(), new CountingHandler(ring));
        for (int number = 0; number < 3; number++)
            ring.PublishOne(0, number);

        processor.Run();

        Assert.Equal("3 events", processor.Fault?.Message);
    }

    [Fact]
    public void A_processor_runs_once()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, new BusySpinWaitStrategy());
        EventProcessor<StampedEvent, DelegateHandler> processor = NewProcessor(ring, (_, _, _) => { });
        processor.Halt();
        processor.Run();

        Assert.Throws<InvalidOperationException>(processor.Run);
        Assert.Equal(nameof(DelegateHandler), processor.Name);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("yielding")]
    [InlineData("blocking")]
    [InlineData("sleepy")]
    [InlineData("default")]
    public void A_halt_wakes_whoever_waits(string strategy)
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, RingTesting.WaitStrategy(strategy));
        EventProcessor<StampedEvent, DelegateHandler> first = NewProcessor(ring, (_, _, _) => { });
        var behind = new EventProcessor<StampedEvent, DelegateHandler>(ring, ring.NewBarrier(first.Sequence), new DelegateHandler((_, _, _) => { }));
        Thread[] threads = [RingTesting.Run(first.Run), RingTesting.Run(behind.Run)];
        if (strategy is "blocking" or "sleepy" or "default")
            RingTesting.WaitUntil(() => threads.All(thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)));

        ring.Halt();

        foreach (Thread thread in threads)
            thread.JoinOrFail();
    }

    [Theory]
    [InlineData("blocking")]
    [InlineData("sleepy")]
    public void A_sleeping_consumer_never_misses_a_publication(string strategy)
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, RingTesting.WaitStrategy(strategy));
        EventProcessor<StampedEvent, DelegateHandler> processor = NewProcessor(ring, (_, _, _) => { });
        Thread thread = RingTesting.Run(processor.Run);

        // Each publication meets a consumer that sleeps, is about to, or has just woken up.
        for (int number = 0; number < 20_000; number++)
        {
            ring.PublishOne(0, number);
            long published = number;
            RingTesting.WaitUntil(() => processor.Sequence.Value >= published);
        }

        ring.Halt();
        thread.JoinOrFail();
        Assert.Equal(19_999, processor.Sequence.Value);
    }

    private static EventProcessor<StampedEvent, DelegateHandler> NewProcessor(RingBuffer<StampedEvent> ring, Action<long, long, bool> action)
    {
        var processor = new EventProcessor<StampedEvent, DelegateHandler>(ring, ring.NewBarrier(), new DelegateHandler(action));
        ring.AddGatingSequence(processor.Sequence);
        return processor;
    }

    private sealed class DelegateHandler(Action<long, long, bool> action) : IEventHandler<StampedEvent>
    {
        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch) => action(data.Number, sequence, endOfBatch);
    }
    private struct CountingHandler(RingBuffer<StampedEvent> ring) : IEventHandler<StampedEvent>
    {
        private int _count;

        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch)
        {
            _count++;
            if (sequence == ring.Cursor)
                throw new InvalidDataException($"{_count} events");
        }
    }
}
