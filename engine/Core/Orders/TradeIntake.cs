using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Finds the order of each fill. A fill that names only the exchange's order id waits while that may be the id of an own order
/// whose id is not known yet; one that is nobody's is the position's all the same.
/// </summary>
public sealed class TradeIntake(AccountOrders account, SlotSet slots, FillBook fills, ushort market)
{
    private readonly UnattributedTrades _waiting = new();

    /// <summary>Whether fills wait for their order.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>The own order of a new fill; a record without id if it was counted before, waits, or is not ours.</summary>
    public ref OwnOrder Take(in AccountTradePayload trade, long nowNs)
    {
        if (!fills.Remember(trade.TradeId))
            return ref account.Own.Find(0);
        ref OwnOrder order = ref account.Own.Find(trade.OwnId);
        if (order.OwnId == 0)
            order = ref account.Own.FindByOrderId(trade.OrderId);
        if (order.OwnId != 0)
            return ref order;
        bool mayBeOwn = trade.OwnId == 0 && slots.HasOrderWithoutId;
        if (!mayBeOwn || !_waiting.Add(trade))
            BookForeign(trade, nowNs);
        return ref order;
    }

    /// <summary>The next waiting fill whose order is known by now; fills that turn out to be nobody's are booked on the way.</summary>
    public bool TryTakeWaiting(long nowNs, out AccountTradePayload trade)
    {
        bool mayBeOwn = slots.HasOrderWithoutId;
        for (int i = 0; i < _waiting.Count;)
        {
            trade = _waiting[i];
            bool isOwn = account.Own.FindByOrderId(trade.OrderId).OwnId != 0;
            if (!isOwn && mayBeOwn)
            {
                i++;
                continue;
            }
            _waiting.RemoveAt(i);
            if (isOwn)
                return true;
            BookForeign(trade, nowNs);
        }
        trade = default;
        return false;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash) => _waiting.AddTo(ref hash);

    private void BookForeign(in AccountTradePayload trade, long nowNs)
    {
        // Before the account was ready, fills are part of the position that was fetched.
        if (!account.WasReady || trade.TradeId <= account.BaselineTradeId || !fills.BookForeign(trade, nowNs))
            return;
        account.Alerts.Raise(market, new AlertPayload { Alert = AlertKind.ForeignFill, Side = trade.Side, Value = trade.QuantitySteps });
    }
}
