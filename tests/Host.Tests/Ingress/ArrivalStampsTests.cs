using System.Diagnostics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Host.Tests.Ingress;

public class ArrivalStampsTests
{
    [Fact]
    public void Nothing_is_stamped_before_it_was_stamped_not_even_the_first_event()
    {
        using var ring = new RingBuffer<Event>(8, 0, new BusySpinWaitStrategy());
        var stamps = new ArrivalStamps(ring);

        for (long sequence = 0; sequence < 16; sequence++)
            Assert.False(stamps.TryGet(sequence, out _, out _));
    }

    [Fact]
    public void A_stamp_is_the_sequences_own_and_not_that_of_a_lap_before_or_after()
    {
        using var ring = new RingBuffer<Event>(8, 0, new BusySpinWaitStrategy());
        var stamps = new ArrivalStamps(ring);
        long before = Stopwatch.GetTimestamp();
        stamps.Publish(stamps.Next(1, out long noted), noted);

        Assert.True(stamps.TryGet(0, out long parsed, out long published));
        Assert.Equal(parsed, published);
        Assert.InRange(published, before, Stopwatch.GetTimestamp());
        Assert.False(stamps.TryGet(8, out _, out _));
        Assert.False(stamps.TryGet(8L << 32, out _, out _));
    }

    [Fact]
    public void What_is_large_or_waits_for_room_has_a_time_of_parsing_of_its_own()
    {
        using var ring = new RingBuffer<Event>(32, 0, new BusySpinWaitStrategy());
        var consumed = new Sequence();
        ring.AddGatingSequence(consumed);
        var stamps = new ArrivalStamps(ring);
        long high = stamps.Next(20, out long large);
        Assert.InRange(large, 1, Stopwatch.GetTimestamp());
        stamps.Publish(high - 19, high, large);
        Assert.True(stamps.TryGet(high, out long parsed, out _));
        Assert.Equal(large, parsed);
        for (int i = 20; i < ring.Size; i++)
            stamps.Publish(stamps.Next(1, out long small), small);
        var producer = new Thread(() => stamps.Publish(high = stamps.Next(1, out long waited), waited));

        producer.Start();
        // Nothing else in it sleeps.
        while ((producer.ThreadState & System.Threading.ThreadState.WaitSleepJoin) == 0)
            Thread.Yield();
        long stood = Stopwatch.GetTimestamp();
        consumed.SetValue(0);
        producer.Join();

        Assert.True(stamps.TryGet(high, out parsed, out long published));
        Assert.True(parsed < stood && stood < published, "the producer that had to wait has no time of parsing of its own");
    }

    [Fact]
    public void A_frame_is_stamped_with_its_last_event_and_each_kind_of_frame_is()
    {
        using var ring = new RingBuffer<Event>(1_024, 64, new BusySpinWaitStrategy());
        var stamps = new ArrivalStamps(ring);
        var text = new FrameText(Market());
        (StreamKind Kind, byte[] Frame)[] frames =
        [
            (StreamKind.OrderBook, text.Book(true, 840_000, 20, 100, 1)), (StreamKind.BestBidAsk, text.BestBidAsk(840_000, 100, 1)),
            (StreamKind.PublicTrades, text.Trade(840_000, 3, true, 1)), (StreamKind.MarkPrice, text.MarkPrice(840_000, 1)),
        ];
        foreach ((StreamKind kind, byte[] frame) in frames)
        {
            long before = Stopwatch.GetTimestamp();
            long first = ring.Cursor + 1;
            new MarketDataMessages<MarketDataSink>(kind, Feed(), new MarketDataSink(ring, stamps)).Read(frame, 1, 1);

            Assert.True(stamps.TryGet(ring.Cursor, out long parsed, out long published), $"{kind}");
            Assert.True(before <= parsed && parsed <= published && published <= Stopwatch.GetTimestamp(), $"{kind}");
            for (long sequence = first; sequence < ring.Cursor; sequence++)
                Assert.False(stamps.TryGet(sequence, out _, out _));
        }
        Assert.Equal(40 + 3, ring.Cursor + 1);
    }

    private static FeedMarket Feed() => new(0, "BTC-USD", new DecimalGrid(1, 1), new DecimalGrid(1, 3));

    private static MarketSettings Market() => new()
    {
        Name = "BTC-USD",
        Tick = new Grid(1, 1),
        Step = new Grid(1, 3),
        MinOrderSteps = 1,
        MaxLimitOrderValueMicro = 5_000_000_000_000,
        MaxPositionValueMicro = 10_000_000_000_000,
        LimitPriceCapNano = 50_000_000,
        LimitPriceFloorNano = 50_000_000,
        MakerFeePico = 0,
        TakerFeePico = 250_000_000,
        SyntheticResolution = 1_000_000,
        CollateralResolution = 1_000_000,
        SyntheticId = "0x4254432d3600000000000000000000",
        CollateralId = "0x1",
    };
}
