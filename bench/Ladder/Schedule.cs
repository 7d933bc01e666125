using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>What is to be done at a simulated time; at one time in the order in which it was put in.</summary>
internal sealed class Schedule(ChainClock clock)
{
    private readonly PriorityQueue<Action, (long Ns, long Order)> _due = new();
    private long _order;

    /// <summary>When something is to be done next; the end of time if nothing is.</summary>
    public long NextNs => _due.TryPeek(out _, out (long Ns, long Order) when) ? when.Ns : long.MaxValue;

    /// <summary>Does something later.</summary>
    public void After(long ns, Action action) => _due.Enqueue(action, (clock.NowNs + ns, _order++));

    /// <summary>Does what is next.</summary>
    public void RunNext() => _due.Dequeue()();
}
