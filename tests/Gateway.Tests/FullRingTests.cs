using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway.Tests;

public sealed class FullRingTests
{
    [Fact]
    public void A_gateway_publishes_through_the_reserve_while_producers_outside_find_the_ring_full()
    {
        using var fixture = new GatewayFixture(ringSize: 64, reserve: 16);
        FillFromOutside(fixture);
        fixture.AddOrder();
        fixture.AddOrder().Side = Side.Sell;

        fixture.Gateway.Process(ref fixture.Batch);

        Assert.False(fixture.Ring.TryNext(1, out _));
        Event[] events = fixture.Consume();
        Assert.Equal(48 + 4, events.Length);
        Assert.Equal([EventKind.OrderSent, EventKind.OrderSigned, EventKind.OrderSent, EventKind.OrderSigned],
            events[48..].Select(e => e.Kind));
    }

    [Fact]
    public void An_engine_that_decides_on_every_event_never_waits_for_itself_however_fast_producers_are()
    {
        // For each event from outside two slots are published and none for its own, so half the ring as reserve never runs out.
        using var fixture = new GatewayFixture(ringSize: 64, reserve: 33);
        int outside = FillFromOutside(fixture);
        int decided = 0;

        foreach (int _ in Enumerable.Range(0, 200))
        {
            Event e = fixture.ConsumeOne();
            if (e.Kind == EventKind.Timer)
            {
                fixture.AddOrder();
                fixture.Gateway.Process(ref fixture.Batch);
                fixture.Batch.Clear();
                decided++;
            }
            fixture.Advance();
            outside += FillFromOutside(fixture);
        }

        Assert.True(decided > 60, $"{decided} decisions");
        Assert.Equal(decided, fixture.Sent.Requests.Count);
        Assert.True(outside > decided);
    }

    [Fact]
    public void Without_room_even_in_the_reserve_the_gateway_says_so_and_stops()
    {
        using var fixture = new GatewayFixture(ringSize: 64, reserve: 16);
        FillFromOutside(fixture);
        Assert.True(fixture.Ring.TryNextReserved(15, out long high));
        fixture.Ring.Publish(high - 14, high);
        fixture.AddOrder();

        RingExhaustedException exhausted =
            Assert.Throws<RingExhaustedException>(() => fixture.Gateway.Process(ref fixture.Batch));

        Assert.Contains("no room, reserve included, for 2 events", exhausted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_halted_ring_is_not_called_full()
    {
        using var fixture = new GatewayFixture();
        fixture.Ring.Halt();
        fixture.AddOrder();

        RingExhaustedException halted = Assert.Throws<RingExhaustedException>(() => fixture.Gateway.Process(ref fixture.Batch));

        Assert.Contains("halted", halted.Message, StringComparison.Ordinal);
    }

    private static int FillFromOutside(GatewayFixture fixture)
    {
        int published = 0;
        while (fixture.Ring.TryNext(1, out long sequence))
        {
            fixture.Ring[sequence].Begin(EventKind.Timer, EventFlags.None, 0, StreamId.Engine, 1);
            fixture.Ring.Publish(sequence);
            published++;
        }
        return published;
    }
}
