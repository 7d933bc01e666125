using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The slots of one market, both sides and all levels, the two order connections that their requests go over, and the orders that
/// no slot holds any more but that may still matter.
/// </summary>
/// <remarks>The levels of a side share its connection, which carries one request at a time. Nothing allocates after construction.</remarks>
public sealed class SlotSet
{
    private readonly OwnOrders _own;
    private readonly long _queryIntervalNs;
    private readonly QuoteSlot[] _slots;
    private readonly ClosedOrders _closedBuys = new();
    private readonly ClosedOrders _closedSells = new();
    private RequestLine _buyLine;
    private RequestLine _sellLine;

    /// <summary>Makes empty slots.</summary>
    public SlotSet(OwnOrders own, int levels, long queryIntervalNs)
    {
        _own = own;
        _queryIntervalNs = queryIntervalNs;
        Levels = levels;
        _slots = new QuoteSlot[2 * levels];
        for (int i = 0; i < levels; i++)
        {
            _slots[i] = new QuoteSlot(Side.Buy, i);
            _slots[levels + i] = new QuoteSlot(Side.Sell, i);
        }
    }

    /// <summary>Slots on each side.</summary>
    public int Levels { get; }

    /// <summary>Slots in all: the buys from level 0 on, then the sells.</summary>
    public int Count => _slots.Length;

    /// <summary>A slot by its place.</summary>
    public QuoteSlot this[int index] => _slots[index];

    /// <summary>Orders that no slot holds and that may still be live.</summary>
    public WatchList Watched { get; } = new();

    /// <summary>A slot.</summary>
    public QuoteSlot Of(Side side, int level) => _slots[side == Side.Buy ? level : Levels + level];

    /// <summary>The slot that an order was placed for.</summary>
    public QuoteSlot Of(in OwnOrder order) => Of(order.Side, order.Level);

    /// <summary>The connection for the requests of a side.</summary>
    public ref RequestLine Line(Side side)
    {
        if (side == Side.Buy)
            return ref _buyLine;
        return ref _sellLine;
    }

    /// <summary>Whether no request is on its way and nothing is unclear.</summary>
    public bool IsQuiet
    {
        get
        {
            foreach (QuoteSlot slot in _slots)
            {
                if (slot.State is not (SlotState.Empty or SlotState.Open))
                    return false;
            }
            return Watched.Count == 0;
        }
    }

    /// <summary>Orders that may be live, whatever their state.</summary>
    public int PossiblyLive
    {
        get
        {
            int count = Watched.Count;
            foreach (QuoteSlot slot in _slots)
                count += (slot.Current != 0 ? 1 : 0) + (slot.Next != 0 ? 1 : 0);
            return count;
        }
    }

    /// <summary>Whether a slot holds an order whose id at the exchange is not known yet.</summary>
    public bool HasOrderWithoutId
    {
        get
        {
            foreach (QuoteSlot slot in _slots)
            {
                if (IsWithoutId(slot.Current) || IsWithoutId(slot.Next))
                    return true;
            }
            return false;
        }
    }

    /// <summary>Whether all slots of a side are empty.</summary>
    public bool IsEmpty(Side side)
    {
        for (int level = 0; level < Levels; level++)
        {
            if (Of(side, level).State != SlotState.Empty)
                return false;
        }
        return true;
    }

    /// <summary>Whether an order of a side that should not be there is being cancelled.</summary>
    public bool HasStray(Side side)
    {
        for (int i = 0; i < Watched.Count; i++)
        {
            if (Watched.IsStray(i) && _own.Find(Watched[i]).Side == side)
                return true;
        }
        return false;
    }

    /// <summary>Unfilled size of a side's orders that may be live and are not in a slot, steps.</summary>
    public long WatchedSteps(Side side)
    {
        long steps = 0;
        for (int i = 0; i < Watched.Count; i++)
        {
            ref OwnOrder order = ref _own.Find(Watched[i]);
            if (order.Side == side)
                steps += order.RemainingSteps;
        }
        return steps;
    }

    /// <summary>
    /// Unfilled size that may be live in a slot, steps. While one order replaces another only the larger of the two counts: the exchange
    /// never has both.
    /// </summary>
    public long LiveSteps(QuoteSlot slot) =>
        Math.Max(_own.Find(slot.Current).RemainingSteps, _own.Find(slot.Next).RemainingSteps);

    /// <summary>How much of the book's size at a price was ours when the exchange made that book; see <see cref="OrderLifecycle.OwnStepsAt"/>.</summary>
    public long OwnStepsAt(Side side, long priceTicks, long bookMs)
    {
        long steps = 0;
        for (int level = 0; level < Levels; level++)
        {
            QuoteSlot slot = Of(side, level);
            steps += VisibleSteps(slot.Current, priceTicks, bookMs) + VisibleSteps(slot.Next, priceTicks, bookMs);
        }
        for (int i = 0; i < Watched.Count; i++)
        {
            if (_own.Find(Watched[i]).Side == side)
                steps += VisibleSteps(Watched[i], priceTicks, bookMs);
        }
        return steps + (side == Side.Buy ? _closedBuys : _closedSells).StepsAt(priceTicks, bookMs);
    }

    /// <summary>Gives an event about an order to its slot, if it is in one.</summary>
    public void Route(in OwnOrder order, SlotEvent slotEvent, long nowNs)
    {
        if (order.OwnId == 0)
            return;
        QuoteSlot slot = Of(order);
        if (order.OwnId == slot.Current || order.OwnId == slot.Next)
            Apply(slot, slotEvent, nowNs);
    }

    /// <summary>Gives an event to a slot, and does what follows from it for its orders.</summary>
    public void Apply(QuoteSlot slot, SlotEvent slotEvent, long nowNs)
    {
        long old = slot.Current;
        bool wasAsking = slot.IsAsking;
        SlotEffect effect = slot.Apply(slotEvent, nowNs);
        if (effect == SlotEffect.AdoptNext && slot.State == SlotState.Submitting && wasAsking)
        {
            // The new order's answer is lost already: there is nothing to wait for.
            Apply(slot, SlotEvent.Timeout, nowNs);
        }
        else if (effect == SlotEffect.AdoptNext && _own.Find(old).IsPossiblyLive)
        {
            _own.Find(old).NextQueryNs = nowNs + _queryIntervalNs;
            Watched.Add(old, isStray: false);
        }
        else if (effect == SlotEffect.Ask)
        {
            AskAt(slot.Current, nowNs);
            AskAt(slot.Next, nowNs);
        }
        else if (effect == SlotEffect.DropNext)
        {
            // The stream is about to say what became of the old order; ask when it does not.
            AskAt(slot.Current, nowNs + _queryIntervalNs);
        }
    }

    /// <summary>The order can no longer fill, as far as is known.</summary>
    public void End(ref OwnOrder order, OrderLife life, long closedMs, long nowNs)
    {
        _own.Close(ref order, life, nowNs, closedMs);
        (order.Side == Side.Buy ? _closedBuys : _closedSells).Add(order);
        QuoteSlot slot = Of(order);
        if (order.OwnId == slot.Current)
            Apply(slot, SlotEvent.OrderFinal, nowNs);
        else if (order.OwnId == slot.Next)
            Apply(slot, SlotEvent.NextFinal, nowNs);
        else
            Watched.Remove(order.OwnId);
    }

    /// <summary>Decides the cancel of an order over its side's connection, which must be free.</summary>
    public void SendCancel(AccountOrders account, in OwnOrder order, ushort market, long nowNs, long sequence, ref DecisionBatch batch)
    {
        account.Budget.Take();
        account.Counters.Cancels++;
        Line(order.Side).Begin(RequestKind.Cancel, order.OwnId, nowNs);
        ref OrderSentPayload sent = ref batch.Add(EventKind.OrderSent, market, nowNs).OrderSent;
        sent.CauseSequence = sequence;
        sent.Request = RequestKind.Cancel;
        sent.OwnId = order.OwnId;
        sent.Side = order.Side;
        sent.PriceTicks = order.PriceTicks;
        sent.QuantitySteps = order.QuantitySteps;
    }

    /// <summary>What the exchange said may be incomplete: every order that may be live is asked for.</summary>
    public void AskForAll(long nowNs)
    {
        foreach (QuoteSlot slot in _slots)
        {
            // An answer that is on its way will tell; if it does not, the timeout does.
            ref RequestLine line = ref Line(slot.Side);
            bool isOnItsWay = line.Request != RequestKind.None && (line.OwnId == slot.Current || line.OwnId == slot.Next);
            if (!isOnItsWay)
                Apply(slot, SlotEvent.Reconcile, nowNs);
        }
        for (int i = 0; i < Watched.Count; i++)
            _own.Find(Watched[i]).NextQueryNs = nowNs;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        Watched.AddTo(ref hash);
        _buyLine.AddTo(ref hash);
        _sellLine.AddTo(ref hash);
        _closedBuys.AddTo(ref hash);
        _closedSells.AddTo(ref hash);
        foreach (QuoteSlot slot in _slots)
        {
            slot.AddTo(ref hash);
            _own.Find(slot.Current).AddTo(ref hash);
            _own.Find(slot.Next).AddTo(ref hash);
        }
    }

    private bool IsWithoutId(long ownId) => ownId != 0 && _own.Find(ownId).OrderId == 0;

    private void AskAt(long ownId, long atNs)
    {
        if (ownId == 0)
            return;
        ref OwnOrder order = ref _own.Find(ownId);
        order.NotFoundCount = 0;
        order.NextQueryNs = atNs;
    }

    private long VisibleSteps(long ownId, long priceTicks, long bookMs)
    {
        if (ownId == 0)
            return 0;
        ref OwnOrder order = ref _own.Find(ownId);
        bool isVisible = order.PriceTicks == priceTicks && order.IsPossiblyLive
            && order.CreatedMs != 0 && (bookMs == 0 || order.CreatedMs <= bookMs);
        return isVisible ? order.RemainingSteps : 0;
    }
}
