using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core.Tests.Orders;

public class SlotTransitionsTests
{
    private static readonly SlotEvent[] DecisionEvents = [SlotEvent.Place, SlotEvent.Replace, SlotEvent.Cancel];

    [Fact]
    public void Every_state_decides_every_event_within_its_bounds()
    {
        int pairs = 0;
        foreach (SlotState state in Enum.GetValues<SlotState>())
        {
            foreach (SlotEvent slotEvent in Enum.GetValues<SlotEvent>())
            {
                SlotTransition transition = SlotTransitions.Of(state, slotEvent);
                Check(state, slotEvent, transition);
                pairs++;
            }
        }
        Assert.Equal(6 * 20, pairs);
    }

    [Fact]
    public void Every_walk_of_any_events_keeps_the_orders_of_a_slot_in_step_with_its_state()
    {
        var random = new Random(20260102);
        var seen = new HashSet<(SlotState, SlotEvent)>();
        for (int walk = 0; walk < 2_000; walk++)
        {
            var slot = new QuoteSlot(Side.Buy, level: 0);
            long id = 0;
            for (int step = 0; step < 60; step++)
            {
                var slotEvent = (SlotEvent)random.Next(SlotTransitions.EventCount);
                seen.Add((slot.State, slotEvent));
                slot.Apply(slotEvent, step, ++id);
                Assert.Equal(slot.State != SlotState.Empty, slot.Current != 0);
                Assert.Equal(slot.State == SlotState.Replacing, slot.Next != 0);
                Assert.True(slot.State != SlotState.Unknown || slot.IsAsking);
                Assert.True(!slot.IsAsking || slot.State is SlotState.Unknown or SlotState.Replacing);
            }
        }
        Assert.Equal(6 * 20, seen.Count);
    }

    // The rows of the strategy's own table, word by word.
    [Theory]
    [InlineData(SlotState.Empty, SlotEvent.Place, SlotState.Submitting)]
    [InlineData(SlotState.Submitting, SlotEvent.OrderLive, SlotState.Open)]
    [InlineData(SlotState.Unknown, SlotEvent.OrderLive, SlotState.Open)]
    [InlineData(SlotState.Submitting, SlotEvent.CreateRefused, SlotState.Empty)]
    [InlineData(SlotState.Submitting, SlotEvent.OrderFinal, SlotState.Empty)]
    [InlineData(SlotState.Open, SlotEvent.OrderFinal, SlotState.Empty)]
    [InlineData(SlotState.Open, SlotEvent.OrderLive, SlotState.Open)]
    [InlineData(SlotState.Open, SlotEvent.Cancel, SlotState.Canceling)]
    [InlineData(SlotState.Open, SlotEvent.Replace, SlotState.Replacing)]
    [InlineData(SlotState.Canceling, SlotEvent.OrderFinal, SlotState.Empty)]
    [InlineData(SlotState.Canceling, SlotEvent.OrderLive, SlotState.Canceling)]
    [InlineData(SlotState.Canceling, SlotEvent.CancelMissed, SlotState.Unknown)]
    [InlineData(SlotState.Replacing, SlotEvent.NextLive, SlotState.Open)]
    [InlineData(SlotState.Replacing, SlotEvent.ReplaceRefused, SlotState.Open)]
    [InlineData(SlotState.Submitting, SlotEvent.Timeout, SlotState.Unknown)]
    [InlineData(SlotState.Canceling, SlotEvent.Timeout, SlotState.Unknown)]
    [InlineData(SlotState.Replacing, SlotEvent.Timeout, SlotState.Replacing)]
    [InlineData(SlotState.Unknown, SlotEvent.OrderFinal, SlotState.Empty)]
    [InlineData(SlotState.Open, SlotEvent.Reconcile, SlotState.Unknown)]
    public void A_slot_moves_as_specified(SlotState from, SlotEvent slotEvent, SlotState to) =>
        Assert.Equal(to, SlotTransitions.Of(from, slotEvent).Next);

    // Defect 42: an order was forgotten when its cancel was accepted, and its last fills with it.
    [Theory]
    [InlineData(SlotEvent.CancelAccepted)]
    [InlineData(SlotEvent.CancelLost)]
    [InlineData(SlotEvent.Timeout)]
    [InlineData(SlotEvent.OrderLive)]
    public void Nothing_but_its_end_takes_a_cancelled_order_out_of_its_slot(SlotEvent slotEvent) =>
        Assert.NotEqual(SlotState.Empty, SlotTransitions.Of(SlotState.Canceling, slotEvent).Next);

    private static void Check(SlotState state, SlotEvent slotEvent, SlotTransition transition)
    {
        string pair = $"{state} and {slotEvent}";
        Assert.True(Enum.IsDefined(transition.Next) && Enum.IsDefined(transition.Effect), pair);
        switch (transition.Effect)
        {
            case SlotEffect.Invalid:
                Assert.True(DecisionEvents.Contains(slotEvent) && transition.Next == state, pair);
                break;
            case SlotEffect.Attach:
                Assert.True(state == SlotState.Empty && transition.Next == SlotState.Submitting, pair);
                break;
            case SlotEffect.AttachNext:
                Assert.True(state == SlotState.Open && transition.Next == SlotState.Replacing, pair);
                break;
            case SlotEffect.Close:
                Assert.True(state is not SlotState.Empty and not SlotState.Replacing && transition.Next == SlotState.Empty, pair);
                break;
            case SlotEffect.AdoptNext or SlotEffect.DropNext:
                Assert.True(state == SlotState.Replacing && transition.Next != SlotState.Replacing, pair);
                break;
            case SlotEffect.None or SlotEffect.Wait or SlotEffect.Ask:
                Assert.True((state == SlotState.Empty) == (transition.Next == SlotState.Empty), pair);
                Assert.True((state == SlotState.Replacing) == (transition.Next == SlotState.Replacing), pair);
                break;
        }
        Assert.True(transition.Next != SlotState.Unknown || state != SlotState.Empty, pair);
    }
}
