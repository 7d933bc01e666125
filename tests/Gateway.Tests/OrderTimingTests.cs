using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Gateway.Tests;

public sealed class OrderTimingTests : IDisposable
{
    private const long ReceivedNs = 1_790_425_499_000_000_000;

    private static readonly DecisionStamps Stamps =
        new(ReceivedNs, ReceivedNs + 100, ReceivedNs + 200, ReceivedNs + 300, ReceivedNs + 400, ReceivedNs + 500);

    private readonly GatewayFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void An_orders_stages_follow_it_as_times_after_its_cause()
    {
        long clock = _fixture.Sent.ClockNs - ReceivedNs;
        _fixture.AddOrder();

        Event[] events = _fixture.Process(Stamps);

        Assert.Equal([EventKind.OrderSent, EventKind.OrderSigned, EventKind.OrderTiming], events.Select(e => e.Kind));
        OrderTimingPayload timing = events[2].OrderTiming;
        Assert.Equal((7, 0x1_0000_0001, RequestKind.Create, OrderSigning.Inline), (timing.CauseSequence, timing.OwnId, timing.Request, timing.Signing));
        Assert.Equal([100, 200, 300, 400, 500, clock + 10, clock + 20, clock + 30], Stages(timing));
        Assert.Equal(events[0].OrderSent.BeforeSendNs, ReceivedNs + timing.BeforeSendNs);
        Assert.Equal(events[0].OrderSent.AfterSendNs, ReceivedNs + timing.AfterSendNs);
        Assert.Equal((events[0].ReceiveNs, events[0].Market, StreamId.Engine), (events[2].ReceiveNs, events[2].Market, events[2].Stream));
    }

    [Fact]
    public void A_cancel_needs_no_signature_and_spends_no_time_on_one()
    {
        AddCancel();

        Event[] events = _fixture.Process(Stamps);

        Assert.Equal([EventKind.OrderSent, EventKind.OrderTiming], events.Select(e => e.Kind));
        Assert.Equal((RequestKind.Cancel, OrderSigning.None), (events[1].OrderTiming.Request, events[1].OrderTiming.Signing));
        Assert.Equal(events[1].OrderTiming.RiskNs, events[1].OrderTiming.SignedNs);
    }

    [Fact]
    public void Each_request_of_a_batch_is_timed_right_after_itself()
    {
        _fixture.Batch.Add(EventKind.QuoteDecision, 0, GatewayFixture.DecidedNs);
        _fixture.AddOrder();
        AddCancel();
        _fixture.AddOrder().Side = Side.Sell;
        _fixture.Batch.Add(EventKind.StateHash, 0, GatewayFixture.DecidedNs);

        Event[] events = _fixture.Process(Stamps);

        EventKind[] expected =
        [
            EventKind.QuoteDecision, EventKind.OrderSent, EventKind.OrderSigned, EventKind.OrderTiming, EventKind.OrderSent, EventKind.OrderTiming,
            EventKind.OrderSent, EventKind.OrderSigned, EventKind.OrderTiming, EventKind.StateHash,
        ];
        Assert.Equal(expected, events.Select(e => e.Kind));
        Assert.True(events[3].OrderTiming.AfterSendNs < events[5].OrderTiming.BeforeSendNs);
        Assert.True(events[5].OrderTiming.AfterSendNs < events[8].OrderTiming.SignedNs);
    }

    [Fact]
    public void What_was_not_handed_to_the_transport_has_no_times()
    {
        _fixture.AddOrder().PriceTicks = 0;
        _fixture.Batch.Add(EventKind.OrderSent, 0, GatewayFixture.DecidedNs).OrderSent.Request = RequestKind.Query;
        Event[] refused = _fixture.Process(Stamps);
        _fixture.Sent.Outcome = SendOutcome.NotSent;
        _fixture.AddOrder();
        Event[] notSent = _fixture.Process(Stamps);

        Assert.Equal([EventKind.OrderSent, EventKind.OrderSent], refused.Select(e => e.Kind));
        Assert.Equal([EventKind.OrderSent, EventKind.OrderSigned], notSent.Select(e => e.Kind));
    }

    [Fact]
    public void A_batch_that_nobody_measured_has_no_times()
    {
        _fixture.AddOrder();

        Assert.DoesNotContain(_fixture.Process(), e => e.Kind == EventKind.OrderTiming);
    }

    [Fact]
    public void A_full_batch_with_all_that_can_follow_it_fits()
    {
        for (int i = 0; i < DecisionBatch.Capacity; i++)
            _fixture.AddOrder().PriceTicks += i;

        Event[] events = _fixture.Process(Stamps);

        Assert.Equal(3 * DecisionBatch.Capacity, events.Length);
        Assert.Equal(DecisionBatch.Capacity, events.Count(e => e.Kind == EventKind.OrderTiming));
    }

    [Fact]
    public void Whether_the_signature_was_found_is_told()
    {
        var nonces = new NonceSource();
        nonces.Add(1_000, 1_000_000);
        var plan = new OrderPlan(new OrderSettings { PlannedOrders = 32 }, 1);
        plan.Plan(Side.Buy, 84_000, 500, GatewayFixture.DecidedNs, nonces);
        using var ladder = new SigningLadder(new OrderTerms(TestAccount.Market, TestAccount.PositionId), TestAccount.NewSigner(), market: 0);
        ladder.Offer(plan);
        Assert.True(ladder.SignNext());
        using var ahead = new SigningAhead(ladder);
        using var fixture = new GatewayFixture(ahead: ahead);

        var found = new List<OrderSigning>();
        foreach (long ticks in new long[] { 84_000, 84_001, 84_070 })
        {
            ref OrderSentPayload order = ref fixture.AddOrder();
            order.PriceTicks = ticks;
            if (plan.TryTake(Side.Buy, ticks, 0, 500, GatewayFixture.DecidedNs, out PlannedOrder planned))
                (order.Nonce, order.ExpiryMs) = (planned.Nonce, planned.ExpiryMs);
            found.Add(fixture.Process(Stamps)[2].OrderTiming.Signing);
        }

        Assert.Equal([OrderSigning.Ahead, OrderSigning.InlineNotReady, OrderSigning.Inline], found);
    }

    private void AddCancel()
    {
        ref OrderSentPayload cancel = ref _fixture.Batch.Add(EventKind.OrderSent, 0, GatewayFixture.DecidedNs).OrderSent;
        cancel.Request = RequestKind.Cancel;
        cancel.OwnId = 0x1_0000_0001;
        cancel.Side = Side.Sell;
    }

    private static long[] Stages(in OrderTimingPayload timing) =>
    [
        timing.ParsedNs, timing.PublishedNs, timing.TakenNs, timing.DecidedNs, timing.RiskNs, timing.SignedNs, timing.BeforeSendNs, timing.AfterSendNs,
    ];
}
