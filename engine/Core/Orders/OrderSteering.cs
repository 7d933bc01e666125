using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>Decides placing, replacing and cancelling: at most one request for a slot at a time, and one on a connection.</summary>
public sealed class OrderSteering(
    AccountOrders account, SlotSet slots, OrderPlan plan, OrderSettings settings, QuotingSettings quoting, ushort market)
{
    private const long NsPerSecond = 1_000_000_000;

    private readonly bool _cancelsPartial =
        settings.Mode == QuotingMode.PingPong && settings.PartialFill == PartialFillPolicy.SwitchImmediately;

    private readonly bool _oneSideAtATime = settings.Mode == QuotingMode.PingPong;

    /// <summary>Brings a slot nearer to what it shall have: at most one request.</summary>
    public void Steer(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (target.Steps == 0)
            slot.IsHeldByBudget = false;
        if (slot.State == SlotState.Open)
            SteerOpen(slot, target, nowNs, sequence, ref batch);
        else if (slot.State == SlotState.Empty && target.Steps > 0 && nowNs >= slot.NextRefreshNs && CanPlace(slot, target, nowNs))
            TryPlace(slot, target, nowNs, sequence, ref batch);
    }

    private static bool IsBeyond(Side side, long priceTicks, long limitTicks) =>
        side == Side.Buy ? priceTicks > limitTicks : priceTicks < limitTicks;

    private void SteerOpen(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!slots.Line(slot.Side).IsFree)
            return;
        ref OwnOrder order = ref account.Own.Find(slot.Current);
        bool isPartial = order.FilledSteps > 0;
        if (target.Steps == 0 || (isPartial && _cancelsPartial))
        {
            bool isForFill = target.Steps > 0 || (isPartial && target.Why == RequestReason.WrongSide);
            TryCancel(slot, isForFill ? RequestReason.PartialFill : target.Why, nowNs + quoting.OrderRefreshNs, nowNs, sequence, ref batch);
            return;
        }
        bool isUrgent = order.RemainingSteps > target.KeepSteps || IsBeyond(slot.Side, order.PriceTicks, target.LimitTicks);
        RequestReason why = RequestReason.Urgent;
        if (!isUrgent)
        {
            if (nowNs < slot.NextRefreshNs)
                return;
            why = Repricing.Why(order, target, nowNs, quoting);
            if (why == RequestReason.None)
                return;
        }
        // A replaced order may fill a little before the swap: both together must fit, or the old one goes first.
        bool fits = order.RemainingSteps + target.Steps <= target.RoomSteps;
        bool mayPlace = CanPlace(slot, target, nowNs) && account.Budget.AllowsOrder;
        if (fits && settings.UseAtomicReplace && mayPlace)
            SendReplace(slot, target, why, nowNs, sequence, ref batch);
        else if (isUrgent || mayPlace)
            TryCancel(slot, why, nowNs, nowNs, sequence, ref batch);
        else
            slot.IsHeldByBudget = !account.Budget.AllowsOrder;
    }

    private bool CanPlace(QuoteSlot slot, in SideTarget target, long nowNs)
    {
        if (target.IsHeld || account.IsStopped || account.IsHalted || !account.IsReady || account.IsRateLimited(nowNs)
            || nowNs < slot.BackoffUntilNs)
            return false;
        if (account.Nonces.Available == 0 || !account.Own.CanAdd(nowNs) || !slots.Watched.HasRoom || slots.HasStray(slot.Side))
            return false;
        Side other = slot.Side == Side.Buy ? Side.Sell : Side.Buy;
        return !_oneSideAtATime || (slots.IsEmpty(other) && !slots.HasStray(other));
    }

    private void TryPlace(QuoteSlot slot, in SideTarget target, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!slots.Line(slot.Side).IsFree)
            return;
        if (!account.Budget.AllowsOrder)
        {
            slot.IsHeldByBudget = true;
            return;
        }
        PlannedOrder signed = Take(slot.Side, target, restingTicks: 0, nowNs);
        ref OwnOrder order = ref account.Own.Add(market, slot.Side, slot.Level, signed.PriceTicks, target.Steps, nowNs, target.Mid2);
        slot.Apply(SlotEvent.Place, nowNs, order.OwnId);
        SendOrder(slot, order, signed, RequestKind.Create, 0, nowNs, sequence, ref batch);
        account.Counters.Creates++;
    }

    private void SendReplace(
        QuoteSlot slot, in SideTarget target, RequestReason why, long nowNs, long sequence, ref DecisionBatch batch)
    {
        PlannedOrder signed = Take(slot.Side, target, account.Own.Find(slot.Current).PriceTicks, nowNs);
        ref OwnOrder order = ref account.Own.Add(market, slot.Side, slot.Level, signed.PriceTicks, target.Steps, nowNs, target.Mid2);
        slot.Apply(SlotEvent.Replace, nowNs, order.OwnId);
        slot.Why = why;
        SendOrder(slot, order, signed, RequestKind.Replace, slot.Current, nowNs, sequence, ref batch);
        account.Counters.Replaces++;
    }

    private void SendOrder(
        QuoteSlot slot, in OwnOrder order, in PlannedOrder signed, RequestKind request, long cancelOwnId, long nowNs, long sequence,
        ref DecisionBatch batch)
    {
        slot.NextRefreshNs = nowNs + quoting.OrderRefreshNs;
        slot.IsHeldByBudget = false;
        account.Budget.Take();
        slots.Line(slot.Side).Begin(request, order.OwnId, nowNs);
        ref OrderSentPayload sent = ref batch.Add(EventKind.OrderSent, market, nowNs).OrderSent;
        sent.CauseSequence = sequence;
        sent.Request = request;
        sent.OwnId = order.OwnId;
        sent.Side = order.Side;
        sent.CancelOwnId = cancelOwnId;
        sent.PriceTicks = order.PriceTicks;
        sent.QuantitySteps = order.QuantitySteps;
        sent.Nonce = signed.Nonce;
        sent.ExpiryMs = signed.ExpiryMs;
    }

    /// <summary>What is to be signed of an order: as it was planned, or made now at the very price.</summary>
    private PlannedOrder Take(Side side, in SideTarget target, long restingTicks, long nowNs)
    {
        if (plan.TryTake(side, target.PriceTicks, restingTicks, target.Steps, nowNs, out PlannedOrder planned))
        {
            account.Counters.Planned++;
            return planned;
        }
        // Whole seconds: the settlement's expiry is in seconds, and rounding up or down then agrees.
        long expiryMs = (nowNs / NsPerSecond + settings.ExpirySeconds) * 1_000;
        return new PlannedOrder(target.PriceTicks, target.Steps, account.Nonces.Take(), expiryMs);
    }

    private void TryCancel(
        QuoteSlot slot, RequestReason why, long nextRefreshNs, long nowNs, long sequence, ref DecisionBatch batch)
    {
        if (!account.Budget.AllowsCancel || nowNs < slot.CancelNotBeforeNs)
            return;
        slot.Apply(SlotEvent.Cancel, nowNs);
        slot.Why = why;
        slot.NextRefreshNs = nextRefreshNs;
        slots.SendCancel(account, account.Own.Find(slot.Current), market, nowNs, sequence, ref batch);
    }
}
