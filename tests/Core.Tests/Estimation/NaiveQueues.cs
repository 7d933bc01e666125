using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Estimation;

/// <summary>Queues that follow from the price and a number that changes with every book.</summary>
internal sealed class NaiveQueues : IQueueView
{
    public long State { get; set; }

    public long QueueAhead(Side side, long priceTicks)
    {
        long mixed = (priceTicks * 31 + State * 17 + (side == Side.Buy ? 5 : 0)) % 13;
        return mixed == 0 ? long.MaxValue : mixed - 1;
    }

    public long LotSteps(long mid2) => 2;

    public NaiveQueues Copy() => new() { State = State };
}
