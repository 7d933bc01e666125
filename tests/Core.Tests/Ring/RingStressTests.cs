using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

public sealed class RingStressTests
{
    [Theory]
    [InlineData(1, ProducerType.Single, 64, "yielding", 400_000, 1)]
    [InlineData(1, ProducerType.Single, 64, "default", 400_000, 7)]
    [InlineData(1, ProducerType.Multi, 2, "yielding", 60_000, 1)]
    [InlineData(2, ProducerType.Multi, 64, "yielding", 200_000, 1)]
    [InlineData(2, ProducerType.Multi, 64, "blocking", 100_000, 5)]
    [InlineData(2, ProducerType.Multi, 1_024, "sleepy", 200_000, 16)]
    [InlineData(3, ProducerType.Multi, 128, "default", 150_000, 9)]
    [InlineData(4, ProducerType.Multi, 16, "yielding", 60_000, 3)]
    public void Every_producers_events_arrive_once_whole_and_in_order(
        int producers, ProducerType type, int size, string strategy, int eventsOfEach, int largestBatch)
    {
        using var ring = new RingBuffer<StampedEvent>(size, 0, RingTesting.WaitStrategy(strategy), type);
        var fast = new CheckingHandler(producers, yieldEvery: 0);
        var slow = new CheckingHandler(producers, yieldEvery: 100);
        var disruptor = new Disruptor<StampedEvent>(ring);
        disruptor.HandleEventsWith(fast, slow);
        disruptor.Start();

        Thread[] threads = [.. Enumerable.Range(0, producers).Select(id => RingTesting.Run(() => Produce(ring, id, eventsOfEach, largestBatch)))];
        foreach (Thread thread in threads)
            thread.JoinOrFail();
        disruptor.Shutdown();

        Assert.Null(disruptor.Fault);
        foreach (CheckingHandler handler in (CheckingHandler[])[fast, slow])
        {
            Assert.All(handler.LastNumbers, last => Assert.Equal(eventsOfEach - 1, last));
            Assert.Equal((long)producers * eventsOfEach * (eventsOfEach - 1) / 2, handler.SumOfNumbers);
        }
        Assert.Equal((long)producers * eventsOfEach - 1, ring.Cursor);
    }

    [Fact]
    public void A_consumer_finds_batches_whole_or_not_at_all()
    {
        using var ring = new RingBuffer<StampedEvent>(64, 0, new YieldingWaitStrategy());
        var consumed = new Sequence();
        ring.AddGatingSequence(consumed);
        SequenceBarrier barrier = ring.NewBarrier();
        Thread[] producers = [.. Enumerable.Range(0, 2).Select(id => RingTesting.Run(() => Produce(ring, id, 150_000, 16)))];

        for (long next = 0; next < 300_000;)
        {
            long available = barrier.WaitFor(next);
            StampedEvent last = ring[available];
            if (last.BatchIndex != last.BatchCount - 1)
                Assert.Fail($"At {available} the batch ends with {last.BatchIndex} of {last.BatchCount}.");
            consumed.SetValue(available);
            next = available + 1;
        }

        foreach (Thread producer in producers)
            producer.JoinOrFail();
    }

    [Theory]
    [InlineData(64, 33, true)]
    [InlineData(64, 32, false)]
    [InlineData(1_024, 513, true)]
    [InlineData(1_024, 512, false)]
    public void The_reserve_named_in_the_documentation_is_just_enough(int size, int reserve, bool isEnough)
    {
        Assert.Equal(isEnough, reserve >= size - (size - 1) / 2);
        using var ring = new RingBuffer<StampedEvent>(size, reserve, new BusySpinWaitStrategy());
        var consumed = new Sequence();
        ring.AddGatingSequence(consumed);
        SequenceBarrier barrier = ring.NewBarrier();
        bool ranOut = false;

        // The producers outside are as fast as can be: they fill up whenever they may.
        for (long next = 0; next < 20 * size && !ranOut;)
        {
            while (ring.TryNext(1, out long outside))
            {
                ring[outside].Stamp(0, 0);
                ring.Publish(outside);
            }
            for (long available = barrier.Available(next); next <= available && !ranOut; next++)
            {
                if (ring[next].Producer == 0)
                    ranOut = !TryPublishTwo(ring);
                consumed.SetValue(next);
            }
        }

        Assert.Equal(isEnough, !ranOut);
    }

    [Fact]
    public void A_handler_that_publishes_two_events_for_each_never_starves_under_busy_producers()
    {
        const int EventsOfEach = 100_000;
        using var ring = new RingBuffer<StampedEvent>(256, 129, new YieldingWaitStrategy());
        var gateway = new PublishingHandler(ring);
        var disruptor = new Disruptor<StampedEvent>(ring);
        disruptor.HandleEventsWith(gateway);
        disruptor.Start();

        Thread[] producers = [.. Enumerable.Range(0, 2).Select(id => RingTesting.Run(() => Produce(ring, id, EventsOfEach, 4)))];
        foreach (Thread producer in producers)
            producer.JoinOrFail();
        disruptor.Shutdown();

        Assert.Null(disruptor.Fault);
        Assert.Equal(2 * EventsOfEach, gateway.FromOutside);
        Assert.Equal(4 * EventsOfEach, gateway.Own);
    }

    [Theory]
    [InlineData(ProducerType.Single, "yielding")]
    [InlineData(ProducerType.Multi, "yielding")]
    [InlineData(ProducerType.Multi, "default")]
    [InlineData(ProducerType.Multi, "blocking")]
    public void Publishing_and_consuming_allocate_nothing(ProducerType type, string strategy)
    {
        const int WarmUp = 20_000;
        const int Measured = 100_000;
        using var ring = new RingBuffer<StampedEvent>(128, 8, RingTesting.WaitStrategy(strategy), type);
        var handler = new AllocationHandler(WarmUp, WarmUp + Measured - 1);
        var disruptor = new Disruptor<StampedEvent>(ring);
        disruptor.HandleEventsWith(handler);
        disruptor.Start();
        long allocated = -1;
        Thread producer = RingTesting.Run(() =>
        {
            Produce(ring, 0, WarmUp, 3);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Produce(ring, 0, Measured, 3);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        producer.JoinOrFail();
        disruptor.Shutdown();

        Assert.Equal(0, allocated);
        Assert.Equal(0, handler.Allocated);
    }

    private static void Produce(RingBuffer<StampedEvent> ring, long producer, int events, int largestBatch)
    {
        int batch = 1;
        for (int number = 0; number < events;)
        {
            int count = Math.Min(batch, events - number);
            long high = ring.Next(count);
            long low = high - count + 1;
            for (int i = 0; i < count; i++)
                ring[low + i].Stamp(producer, number + i, i, count);
            ring.Publish(low, high);
            number += count;
            batch = batch % largestBatch + 1;
        }
    }

    private static bool TryPublishTwo(RingBuffer<StampedEvent> ring)
    {
        if (!ring.TryNextReserved(2, out long high))
            return false;
        ring[high - 1].Stamp(-1, 0);
        ring[high].Stamp(-1, 1);
        ring.Publish(high - 1, high);
        return true;
    }

    private sealed class CheckingHandler(int producers, int yieldEvery) : IEventHandler<StampedEvent>
    {
        private long _expectedSequence;

        public long[] LastNumbers { get; } = [.. Enumerable.Repeat(-1L, producers)];

        public long SumOfNumbers { get; private set; }

        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch)
        {
            if (sequence != _expectedSequence++ || !data.IsWhole() || data.Number != LastNumbers[data.Producer] + 1)
                throw new InvalidDataException($"At {sequence}: number {data.Number} of producer {data.Producer}.");
            LastNumbers[data.Producer] = data.Number;
            SumOfNumbers += data.Number;
            if (yieldEvery > 0 && sequence % yieldEvery == 0)
                Thread.Yield();
        }
    }

    private sealed class PublishingHandler(RingBuffer<StampedEvent> ring) : IEventHandler<StampedEvent>
    {
        public int FromOutside { get; private set; }

        public int Own { get; private set; }

        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch)
        {
            if (data.Producer < 0)
            {
                Own++;
                return;
            }
            FromOutside++;
            if (!TryPublishTwo(ring))
                throw new InvalidOperationException($"The reserve ran out at {sequence}.");
        }
    }

    private sealed class AllocationHandler(long first, long last) : IEventHandler<StampedEvent>
    {
        private long _before;

        public long Allocated { get; private set; } = -1;

        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch)
        {
            if (sequence == first)
                _before = GC.GetAllocatedBytesForCurrentThread();
            else if (sequence == last)
                Allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
        }
    }
}
