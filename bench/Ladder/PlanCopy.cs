using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>A market's plan as it was before an event, to say why an order was not in it.</summary>
internal sealed class PlanCopy
{
    private readonly PlannedOrder[] _bids = new PlannedOrder[OrderPlan.MostOrders / 2];
    private readonly PlannedOrder[] _asks = new PlannedOrder[OrderPlan.MostOrders / 2];

    /// <summary>Copies the plan.</summary>
    public void Take(OrderPlan plan)
    {
        for (int i = 0; i < plan.Rungs; i++)
        {
            _bids[i] = plan[Side.Buy, i];
            _asks[i] = plan[Side.Sell, i];
        }
    }

    /// <summary>Why an order that was decided on the event was not found in the plan.</summary>
    /// <param name="order">The order.</param>
    /// <param name="ticksAway">Distance of its price from the nearest planned one.</param>
    public LadderMiss WhyNot(in OrderSentPayload order, out long ticksAway)
    {
        ticksAway = long.MaxValue;
        LadderMiss why = LadderMiss.NoPlan;
        foreach (PlannedOrder planned in order.Side == Side.Buy ? _bids : _asks)
        {
            if (planned.Nonce == 0)
                continue;
            long away = Math.Abs(planned.PriceTicks - order.PriceTicks);
            if (away >= ticksAway)
                continue;
            ticksAway = away;
            why = away > 0 ? LadderMiss.OtherPrice : planned.QuantitySteps != order.QuantitySteps ? LadderMiss.OtherSize : LadderMiss.Expiry;
        }
        return why;
    }
}
