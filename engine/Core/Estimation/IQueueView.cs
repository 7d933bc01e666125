using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Estimation;

/// <summary>What a virtual quote would queue behind.</summary>
public interface IQueueView
{
    /// <summary>Steps shown by others at a price that a quote would stand behind; <see cref="long.MaxValue"/> beyond the last level shown.</summary>
    long QueueAhead(Side side, long priceTicks);

    /// <summary>Size of a virtual quote at a mid of <paramref name="mid2"/> / 2 ticks, in steps.</summary>
    long LotSteps(long mid2);
}
