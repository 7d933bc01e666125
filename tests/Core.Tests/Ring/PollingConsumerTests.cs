using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

/// <summary>A consumer that publishes into its own ring while it waits for events.</summary>
public sealed class PollingConsumerTests
{
    [Theory]
    [InlineData("spinning")]
    [InlineData("yielding")]
    [InlineData("resting")]
    public void What_the_source_reads_and_what_others_publish_come_in_one_order_each_once(string mode)
    {
        const int OfSource = 20_000;
        const int OfOther = 20_000;
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(64, 8, Strategy(mode, source));
        var seen = new List<(long Producer, long Number)>();
        var processor = NewProcessor(ring, (ref StampedEvent e, long _) =>
        {
            Assert.True(e.IsWhole());
            seen.Add((e.Producer, e.Number));
            if (seen.Count == OfSource + OfOther)
                ring.Halt();
        });
        int read = 0;
        // Batches of one to as many as may be claimed at once, with a pause after every tenth.
        source.OnPoll = () =>
        {
            int count = Math.Min(1 + (read % 56), OfSource - read);
            if (count == 0 || (read % 10 == 9 && source.Polls % 3 != 0))
                return false;
            Publish(ring, 0, read, count);
            read += count;
            return true;
        };
        Thread other = RingTesting.Run(() =>
        {
            for (int number = 0; number < OfOther; number++)
                ring.PublishOne(1, number);
        });

        Thread consumer = RingTesting.Run(processor.Run);
        other.JoinOrFail();
        consumer.JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(Enumerable.Range(0, OfSource), seen.Where(e => e.Producer == 0).Select(e => (int)e.Number));
        Assert.Equal(Enumerable.Range(0, OfOther), seen.Where(e => e.Producer == 1).Select(e => (int)e.Number));
        Assert.Equal(OfSource + OfOther - 1, processor.Sequence.Value);
    }

    [Fact]
    public void A_claim_of_the_consumers_own_thread_in_a_full_ring_has_the_events_in_it_handled_first()
    {
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(64, 16, PollingWaitStrategy.Spinning(source));
        var seen = new List<(long Number, bool InPoll)>();
        var processor = NewProcessor(ring, (ref StampedEvent e, long _) => seen.Add((e.Number, source.IsPolling)));
        source.OnPoll = () =>
        {
            // Others fill the ring while this thread is parsing a frame that needs all the room there may be.
            for (int number = 0; number < 48; number++)
                ring.PublishOne(1, number);
            Assert.False(ring.TryNext(1, out _));
            Publish(ring, 0, 48, 48);
            ring.Halt();
            return true;
        };

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(Enumerable.Range(0, 48).Select(number => ((long)number, true)), seen);
        Assert.Equal(95, ring.Cursor);
    }

    [Fact]
    public void Room_is_made_over_many_laps_within_one_poll()
    {
        const int Count = 5_000;
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(8, 4, PollingWaitStrategy.Resting(source));
        long handled = 0;
        var processor = NewProcessor(ring, (ref StampedEvent e, long sequence) =>
        {
            Assert.Equal(handled++, e.Number);
            Assert.Equal(sequence, e.Number);
            if (handled == Count + 1)
                ring.Halt();
        });
        bool isRead = false;
        source.OnPoll = () =>
        {
            // The second poll comes after the consumer's own sequence has gone round the ring under it.
            for (int number = 0; number < Count && !isRead; number++)
                Publish(ring, 0, number, 1);
            if (isRead)
                Publish(ring, 0, Count, 1);
            return isRead ^= true;
        };

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(Count + 1, handled);
    }

    [Fact]
    public void A_handler_that_publishes_from_the_reserve_is_not_starved_by_what_is_polled()
    {
        const int Frames = 2_000;
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(64, 33, PollingWaitStrategy.Spinning(source));
        int own = 0;
        var processor = NewProcessor(ring, (ref StampedEvent e, long _) =>
        {
            if (e.Producer == 2)
            {
                if (++own == 2 * 31 * Frames)
                    ring.Halt();
                return;
            }
            // Two decisions for each event, as many as the reserve is made for.
            Assert.True(ring.TryNextReserved(2, out long high), "the reserve ran out");
            ring[high - 1].Stamp(2, 0);
            ring[high].Stamp(2, 1);
            ring.Publish(high - 1, high);
        });
        int frames = 0;
        source.OnPoll = () =>
        {
            if (frames == Frames)
                return false;
            frames++;
            Publish(ring, 0, 0, 31);
            return true;
        };

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(2 * 31 * Frames, own);
    }

    [Fact]
    public void Others_who_keep_the_ring_from_being_empty_do_not_keep_the_source_from_being_read()
    {
        const int Polls = 1_000;
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(64, 33, PollingWaitStrategy.Resting(source));
        // Each event leaves another one behind.
        var processor = NewProcessor(ring, (ref StampedEvent e, long sequence) =>
        {
            Assert.True(ring.TryNextReserved(1, out long next));
            ring[next].Stamp(1, e.Number + 1);
            ring.Publish(next);
            if (sequence > 100 * Polls)
                ring.Halt();
        });
        source.OnPoll = () =>
        {
            if (source.Polls == Polls)
                ring.Halt();
            return false;
        };
        ring.PublishOne(1, 0);

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(Polls, source.Polls);
    }

    [Fact]
    public void A_handler_that_would_wait_for_itself_is_told_so()
    {
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(8, 4, PollingWaitStrategy.Spinning(source));
        var processor = NewProcessor(ring, (ref StampedEvent _, long _) =>
        {
            for (int number = 0; number < 8; number++)
                ring.PublishOne(1, number);
        });
        ring.PublishOne(1, 0);

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.IsType<InvalidOperationException>(processor.Fault);
        Assert.Contains("reserve", processor.Fault.Message, StringComparison.Ordinal);
        Assert.True(ring.IsHalted);
    }

    [Fact]
    public void A_handler_that_fails_while_room_is_made_is_the_rings_fault_and_the_claim_only_learns_of_the_halt()
    {
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(8, 0, PollingWaitStrategy.Spinning(source));
        var failure = new InvalidDataException("number 3");
        var processor = NewProcessor(ring, (ref StampedEvent e, long _) =>
        {
            if (e.Number == 3)
                throw failure;
        });
        Exception? ofClaim = null;
        source.OnPoll = () =>
        {
            ofClaim = Record.Exception(() => Publish(ring, 0, 0, 8, times: 2));
            return true;
        };

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Same(failure, processor.Fault);
        Assert.Same(failure, ring.HaltCause);
        Assert.IsType<RingHaltedException>(ofClaim);
        Assert.Equal(2, processor.Sequence.Value);
    }

    [Fact]
    public void A_resting_consumer_never_misses_what_others_publish()
    {
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(8, 0, PollingWaitStrategy.Resting(source));
        var processor = NewProcessor(ring, (ref StampedEvent _, long _) => { });
        Thread thread = RingTesting.Run(processor.Run);

        // Each publication meets a consumer that rests or is about to: nothing but the wake-up ends its rest.
        for (int number = 0; number < 3_000; number++)
        {
            long rests = source.Rests;
            if (number % 3 == 0)
                RingTesting.WaitUntil(() => source.Rests > rests || source.IsResting);
            ring.PublishOne(0, number);
            long published = number;
            RingTesting.WaitUntil(() => processor.Sequence.Value >= published);
        }

        ring.Halt();
        thread.JoinOrFail();
        Assert.True(source.Rests > 0);
    }

    [Fact]
    public void A_ring_whose_consumer_polls_has_one_consumer()
    {
        using var ring = new RingBuffer<StampedEvent>(8, 0, PollingWaitStrategy.Spinning(new Source()));
        NewProcessor(ring, (ref StampedEvent _, long _) => { });

        Assert.Throws<InvalidOperationException>(() => NewProcessor(ring, (ref StampedEvent _, long _) => { }));
    }

    [Fact]
    public void Polling_and_handling_allocate_nothing()
    {
        const int WarmUp = 20_000;
        const int Measured = 100_000;
        var source = new Source();
        using var ring = new RingBuffer<StampedEvent>(64, 8, PollingWaitStrategy.Resting(source));
        long before = 0, allocated = -1, handled = 0;
        var processor = NewProcessor(ring, (ref StampedEvent _, long _) =>
        {
            handled++;
            if (handled == WarmUp)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (handled == WarmUp + Measured)
            {
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                ring.Halt();
            }
        });
        source.OnPoll = () =>
        {
            // More than there is room for, in two claims: the second has to make some.
            Publish(ring, 0, 0, 40, times: 2);
            return true;
        };

        RingTesting.Run(processor.Run).JoinOrFail();

        Assert.Null(processor.Fault);
        Assert.Equal(0, allocated);
    }

    private static IWaitStrategy Strategy(string mode, IEventSource source) => mode switch
    {
        "spinning" => PollingWaitStrategy.Spinning(source),
        "yielding" => PollingWaitStrategy.Yielding(source),
        _ => PollingWaitStrategy.Resting(source),
    };

    private static EventProcessor<StampedEvent, Handler> NewProcessor(RingBuffer<StampedEvent> ring, OnEvent action)
    {
        var processor = new EventProcessor<StampedEvent, Handler>(ring, ring.NewBarrier(), new Handler(action));
        ring.AddGatingSequence(processor.Sequence);
        return processor;
    }

    private static void Publish(RingBuffer<StampedEvent> ring, long producer, int first, int count, int times = 1)
    {
        for (; times > 0; times--)
        {
            long high = ring.Next(count);
            long low = high - count + 1;
            for (int i = 0; i < count; i++)
                ring[low + i].Stamp(producer, first + i, i, count);
            ring.Publish(low, high);
        }
    }

    private delegate void OnEvent(ref StampedEvent data, long sequence);

    private sealed class Handler(OnEvent action) : IEventHandler<StampedEvent>
    {
        public void OnEvent(ref StampedEvent data, long sequence, bool endOfBatch) => action(ref data, sequence);
    }

    /// <summary>Reads what the test says, and rests until it is woken, however long that takes.</summary>
    private sealed class Source : IEventSource
    {
        private readonly SemaphoreSlim _wake = new(0);
        private volatile bool _isResting;
        private long _rests;

        public Func<bool> OnPoll { get; set; } = () => false;

        public bool IsPolling { get; private set; }

        public long Polls { get; private set; }

        public long Rests => Volatile.Read(ref _rests);

        public bool IsResting => _isResting;

        public bool Poll()
        {
            Polls++;
            IsPolling = true;
            bool received = OnPoll();
            IsPolling = false;
            return received;
        }

        public void Rest()
        {
            Volatile.Write(ref _rests, _rests + 1);
            _isResting = true;
            _wake.Wait();
            _isResting = false;
        }

        public void Wake() => _wake.Release();
    }
}
