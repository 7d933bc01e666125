using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>A place for an order: its state, the orders in it, and when it may act again.</summary>
public sealed class QuoteSlot
{
    /// <summary>An empty slot.</summary>
    public QuoteSlot(Side side, int level)
    {
        Side = side;
        Level = level;
    }

    /// <summary>Buy or sell.</summary>
    public Side Side { get; }

    /// <summary>Its place on its side, 0 nearest to the market.</summary>
    public int Level { get; }

    /// <summary>Why its last cancel or replace was decided.</summary>
    public RequestReason Why { get; set; }

    /// <summary>Where it stands.</summary>
    public SlotState State { get; private set; }

    /// <summary>Own id of its order; 0 if it has none.</summary>
    public long Current { get; private set; }

    /// <summary>Own id of the order that is to replace the current one; 0 if there is none.</summary>
    public long Next { get; private set; }

    /// <summary>Since when it waits for the exchange's word.</summary>
    public long SinceNs { get; private set; }

    /// <summary>Whether the exchange must be asked about its orders.</summary>
    public bool IsAsking { get; private set; }

    /// <summary>Before this, nothing new is placed and its order is not replaced, except for urgent reasons: one request an interval.</summary>
    public long NextRefreshNs { get; set; }

    /// <summary>Before this, no order is placed.</summary>
    public long BackoffUntilNs { get; set; }

    /// <summary>Before this, no cancel is sent again.</summary>
    public long CancelNotBeforeNs { get; set; }

    /// <summary>Refusals in a row.</summary>
    public long Refusals { get; set; }

    /// <summary>Whether the request budget held back its last order.</summary>
    public bool IsHeldByBudget { get; set; }

    /// <summary>Whether it waits for the exchange's word.</summary>
    public bool IsWaiting => State is SlotState.Submitting or SlotState.Canceling or SlotState.Replacing;

    /// <summary>Takes one event by <see cref="SlotTransitions"/>.</summary>
    /// <param name="slotEvent">What happened.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="decided">The new order of <see cref="SlotEvent.Place"/> and <see cref="SlotEvent.Replace"/>.</param>
    public SlotEffect Apply(SlotEvent slotEvent, long nowNs, long decided = 0)
    {
        SlotTransition transition = SlotTransitions.Of(State, slotEvent);
        switch (transition.Effect)
        {
            case SlotEffect.Invalid:
                return SlotEffect.Invalid;
            case SlotEffect.Attach:
                Current = decided;
                SinceNs = nowNs;
                break;
            case SlotEffect.AttachNext:
                Next = decided;
                SinceNs = nowNs;
                break;
            case SlotEffect.Close:
                Current = 0;
                break;
            case SlotEffect.AdoptNext:
                Current = Next;
                Next = 0;
                break;
            case SlotEffect.DropNext:
                Next = 0;
                break;
            case SlotEffect.Wait:
                SinceNs = nowNs;
                break;
        }
        State = transition.Next;
        IsAsking = State == SlotState.Unknown
            || (State == SlotState.Replacing && (IsAsking || transition.Effect == SlotEffect.Ask));
        return transition.Effect;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add((long)State);
        hash.Add(Current);
        hash.Add(Next);
        hash.Add(SinceNs);
        hash.Add(IsAsking);
        hash.Add(NextRefreshNs);
        hash.Add(BackoffUntilNs);
        hash.Add(CancelNotBeforeNs);
        hash.Add(Refusals);
        hash.Add(IsHeldByBudget);
        hash.Add((long)Why);
    }
}
