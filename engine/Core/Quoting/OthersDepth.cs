using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core.Quoting;

/// <summary>The queues of the live book without our own orders.</summary>
internal sealed class OthersDepth(MarketState market, OrderLifecycle own, MarketUnits units, long notionalMicro) : IQueueView
{
    /// <inheritdoc/>
    public long QueueAhead(Side side, long priceTicks) => market.QueueWithout(own, side, priceTicks);

    /// <inheritdoc/>
    public long LotSteps(long mid2) => units.StepsWithinAtMid(notionalMicro, mid2);
}
