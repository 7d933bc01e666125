using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

public sealed class RingBufferTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(32_768)]
    public unsafe void Every_slot_of_an_event_ring_is_aligned_to_128_bytes_and_empty(int size)
    {
        using var ring = new RingBuffer<Event>(size, 0, new BusySpinWaitStrategy());

        for (long sequence = 0; sequence < size; sequence++)
        {
            nuint address = (nuint)Unsafe.AsPointer(ref ring[sequence]);
            Assert.Equal(0u, address % 128);
            Assert.Equal(EventKind.None, ring[sequence].Kind);
        }
        Assert.True(Unsafe.AreSame(ref ring[1], ref ring[1 + size]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(48, 0)]
    [InlineData(64, -1)]
    [InlineData(64, 64)]
    public void Sizes_and_reserves_that_make_no_ring_are_refused(int size, int reserve) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RingBuffer<Event>(size, reserve, new BusySpinWaitStrategy()));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(49)]
    public void A_claim_that_could_never_succeed_is_refused(int count)
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 16, out _);

        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryNext(count, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Next(count));
        Assert.True(ring.TryNext(48, out _));
    }

    [Theory]
    [InlineData(ProducerType.Single)]
    [InlineData(ProducerType.Multi)]
    public void Claims_follow_each_other_until_the_ring_is_full_and_a_refused_one_takes_nothing(ProducerType type)
    {
        using RingBuffer<StampedEvent> ring = NewRing(type, reserve: 0, out Sequence consumer);

        Assert.True(ring.TryNext(3, out long high));
        Assert.Equal(2, high);
        Assert.Equal(63, ring.Next(61));
        Assert.False(ring.TryNext(1, out _));
        ring.Publish(0, 63);
        Assert.False(ring.TryNext(1, out _));

        consumer.SetValue(4);
        Assert.False(ring.TryNext(6, out _));
        Assert.True(ring.TryNext(5, out high));
        Assert.Equal(68, high);
        Assert.False(ring.TryNext(1, out _));
    }

    [Theory]
    [InlineData(ProducerType.Single)]
    [InlineData(ProducerType.Multi)]
    public void Producers_outside_stop_at_the_reserve_and_handlers_do_not(ProducerType type)
    {
        using RingBuffer<StampedEvent> ring = NewRing(type, reserve: 16, out Sequence consumer);

        Assert.Equal(46, ring.Next(47));
        Assert.False(ring.TryNext(2, out _));
        Assert.Equal(47, ring.Next(1));
        Assert.False(ring.TryNext(1, out _));
        Assert.True(ring.TryNextReserved(15, out long high));
        Assert.Equal(62, high);
        Assert.True(ring.TryNextReserved(1, out _));
        Assert.False(ring.TryNextReserved(1, out _));
        ring.Publish(0, 63);

        consumer.SetValue(15);
        Assert.False(ring.TryNext(1, out _));
        consumer.SetValue(16);
        Assert.True(ring.TryNext(1, out _));
        Assert.False(ring.TryNext(1, out _));
    }

    [Fact]
    public void The_slowest_of_several_consumers_counts()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out Sequence fast);
        var slow = new Sequence();
        ring.AddGatingSequence(slow);
        ring.Publish(0, ring.Next(64));

        fast.SetValue(63);
        slow.SetValue(1);

        Assert.False(ring.TryNext(3, out _));
        Assert.True(ring.TryNext(2, out _));
    }

    [Fact]
    public void A_consumer_cannot_be_added_once_events_flow()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out _);
        ring.PublishOne(1, 1);

        Assert.Throws<InvalidOperationException>(() => ring.AddGatingSequence(new Sequence()));
    }

    [Theory]
    [InlineData(ProducerType.Single)]
    [InlineData(ProducerType.Multi)]
    public void Nothing_can_be_consumed_before_it_is_published(ProducerType type)
    {
        using RingBuffer<StampedEvent> ring = NewRing(type, reserve: 0, out _);
        SequenceBarrier barrier = ring.NewBarrier();
        long high = ring.Next(2);

        Assert.True(barrier.Available(0) < 0);
        Assert.False(barrier.IsPublished(0));
        ring.Publish(0, high);
        Assert.Equal(1, barrier.Available(0));
        Assert.Equal(1, barrier.WaitFor(1));
    }

    [Fact]
    public void A_batch_published_out_of_order_waits_for_the_ones_before_it()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out Sequence consumer);
        SequenceBarrier barrier = ring.NewBarrier();

        for (long lap = 0; lap < 3; lap++)
        {
            long start = 64 * lap;
            long first = ring.Next(4);
            long second = ring.Next(60);
            ring.Publish(start + 4, second);
            Assert.Equal(start - 1, barrier.Available(start));
            ring.Publish(start, first);
            Assert.Equal(start + 63, barrier.Available(start));
            consumer.SetValue(start + 63);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(8, 2)]
    [InlineData(64, 3)]
    public void What_is_available_is_what_a_plain_list_of_published_sequences_says(int size, int seed)
    {
        using var ring = new RingBuffer<StampedEvent>(size, 0, new BusySpinWaitStrategy());
        var consumer = new Sequence();
        ring.AddGatingSequence(consumer);
        SequenceBarrier barrier = ring.NewBarrier();
        var random = new Random(seed);
        List<(long Low, long High)> claimed = [];
        HashSet<long> published = [];

        // Batches are published in any order, and the consumer stops anywhere in between, over hundreds of laps.
        for (int step = 0; step < 20_000; step++)
        {
            int count = random.Next(1, size + 1);
            if (random.Next(3) == 0 && ring.TryNext(count, out long high))
                claimed.Add((high - count + 1, high));
            if (claimed.Count > 0 && random.Next(2) == 0)
            {
                int which = random.Next(claimed.Count);
                (long first, long last) = claimed[which];
                claimed.RemoveAt(which);
                ring.Publish(first, last);
                for (long sequence = first; sequence <= last; sequence++)
                    published.Add(sequence);
            }
            long next = consumer.Value + 1;
            long expected = next;
            while (published.Contains(expected))
                expected++;
            Assert.Equal(expected - 1, barrier.Available(next));
            Assert.Equal(expected > next, barrier.IsPublished(next));
            consumer.SetValue(next - 1 + random.NextInt64(expected - next + 1));
        }
        Assert.True(consumer.Value > 20 * size, $"{consumer.Value} events");
    }

    [Fact]
    public void A_barrier_with_dependents_lets_through_what_all_of_them_are_done_with()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out _);
        Sequence first = new(), second = new();
        SequenceBarrier barrier = ring.NewBarrier(first, second);
        ring.Publish(0, ring.Next(10));

        first.SetValue(7);
        Assert.Equal(-1, barrier.Available(0));
        second.SetValue(3);
        Assert.Equal(3, barrier.WaitFor(0));
        Assert.True(barrier.IsPublished(9));
    }

    [Theory]
    [InlineData(ProducerType.Single)]
    [InlineData(ProducerType.Multi)]
    public void Next_waits_for_room(ProducerType type)
    {
        using RingBuffer<StampedEvent> ring = NewRing(type, reserve: 8, out Sequence consumer);
        long high = 0;
        ring.Publish(0, ring.Next(56));
        Thread producer = RingTesting.Run(() => high = ring.Next(2));
        RingTesting.WaitUntil(() => producer.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        Assert.Equal(55, ring.Cursor);

        consumer.SetValue(1);
        producer.JoinOrFail();

        Assert.Equal(57, high);
    }

    [Fact]
    public void A_halt_ends_the_wait_for_room()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 8, out _);
        Exception? thrown = null;
        ring.Publish(0, ring.Next(56));
        Thread producer = RingTesting.Run(() => thrown = Record.Exception(() => ring.Next(1)));
        RingTesting.WaitUntil(() => producer.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

        ring.Halt();
        producer.JoinOrFail();

        Assert.IsType<RingHaltedException>(thrown);
    }

    [Fact]
    public void Nothing_can_be_claimed_after_a_halt()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out _);
        ring.Halt();

        Assert.True(ring.IsHalted);
        Assert.Null(ring.HaltCause);
        Assert.False(ring.TryNext(1, out _));
        Assert.False(ring.TryNextReserved(1, out _));
        Assert.Throws<RingHaltedException>(() => ring.Next(1));
        Assert.Equal(-1, ring.Cursor);
    }

    [Fact]
    public void A_backlog_is_what_the_slowest_consumer_has_not_done()
    {
        using RingBuffer<StampedEvent> ring = NewRing(ProducerType.Multi, reserve: 0, out Sequence consumer);
        Assert.False(ring.HasBacklog);

        ring.Publish(0, ring.Next(3));
        consumer.SetValue(1);
        Assert.True(ring.HasBacklog);
        consumer.SetValue(2);
        Assert.False(ring.HasBacklog);
    }

    private static RingBuffer<StampedEvent> NewRing(ProducerType type, int reserve, out Sequence consumer)
    {
        var ring = new RingBuffer<StampedEvent>(64, reserve, new BusySpinWaitStrategy(), type);
        consumer = new Sequence();
        ring.AddGatingSequence(consumer);
        return ring;
    }
}
