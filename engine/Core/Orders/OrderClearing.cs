using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>Asks the exchange about what is unclear, cancels what should not be there, and after a stop the whole market.</summary>
public sealed class OrderClearing(AccountOrders account, SlotSet slots, OrderSettings settings, ushort market)
{
    private const long MassCancelNs = 2_000_000_000;

    private long _nextMassCancelNs;

    /// <summary>At most one request a connection.</summary>
    public void ClearUp(long nowNs, long sequence, ref DecisionBatch batch)
    {
        CancelStrays(nowNs, sequence, ref batch);
        ref RequestLine control = ref account.Control;
        // A question is asked again when its answer is overdue: unlike an order, it changes nothing.
        if (control.Request != RequestKind.None && nowNs - control.SinceNs >= settings.InflightTimeoutNs)
            control.End();
        if (!control.IsFree || !account.Budget.AllowsCancel || account.IsRateLimited(nowNs))
            return;
        if (account.IsStopped && nowNs >= _nextMassCancelNs && slots.PossiblyLive > 0)
        {
            _nextMassCancelNs = nowNs + MassCancelNs;
            Ask(RequestKind.MassCancel, Side.None, 0, nowNs, sequence, ref batch);
            account.Counters.Cancels++;
            return;
        }
        ref OwnOrder order = ref NextUnclear(nowNs);
        if (order.OwnId == 0)
            return;
        order.NextQueryNs = nowNs + settings.QueryIntervalNs;
        ref OrderSentPayload query = ref Ask(RequestKind.Query, order.Side, order.OwnId, nowNs, sequence, ref batch);
        query.PriceTicks = order.PriceTicks;
        query.QuantitySteps = order.QuantitySteps;
        account.Counters.Queries++;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash) => hash.Add(_nextMassCancelNs);

    private void CancelStrays(long nowNs, long sequence, ref DecisionBatch batch)
    {
        for (int i = 0; i < slots.Watched.Count; i++)
        {
            ref OwnOrder order = ref account.Own.Find(slots.Watched[i]);
            if (!slots.Watched.MustCancel(i) || !slots.Line(order.Side).IsFree || !account.Budget.AllowsCancel
                || nowNs < slots.Of(order).CancelNotBeforeNs)
                continue;
            slots.Watched.MarkCanceled(i);
            order.NextQueryNs = nowNs + settings.QueryIntervalNs;
            slots.SendCancel(account, order, market, nowNs, sequence, ref batch);
        }
    }

    private ref OrderSentPayload Ask(
        RequestKind request, Side side, long ownId, long nowNs, long sequence, ref DecisionBatch batch)
    {
        account.Budget.Take();
        account.Control.Begin(request, ownId, nowNs);
        ref OrderSentPayload sent = ref batch.Add(EventKind.OrderSent, market, nowNs).OrderSent;
        sent.CauseSequence = sequence;
        sent.Request = request;
        sent.OwnId = ownId;
        sent.Side = side;
        return ref sent;
    }

    /// <summary>The next order to ask for, in a fixed order; a record without id if nothing is unclear or due.</summary>
    private ref OwnOrder NextUnclear(long nowNs)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            QuoteSlot slot = slots[i];
            if (!slot.IsAsking)
                continue;
            if (IsToAsk(slot.Current, nowNs))
                return ref account.Own.Find(slot.Current);
            if (IsToAsk(slot.Next, nowNs))
                return ref account.Own.Find(slot.Next);
        }
        for (int i = 0; i < slots.Watched.Count; i++)
        {
            if (!slots.Watched.MustCancel(i) && IsToAsk(slots.Watched[i], nowNs))
                return ref account.Own.Find(slots.Watched[i]);
        }
        return ref account.Own.Find(0);
    }

    private bool IsToAsk(long ownId, long nowNs)
    {
        ref OwnOrder order = ref account.Own.Find(ownId);
        return order.OwnId != 0 && order.IsPossiblyLive && nowNs >= order.NextQueryNs;
    }
}
