namespace LowLatencyMM.Simulator.Faulting;

/// <summary>Every fault injected since the start, by the plan or by hand, in order. Thread-safe.</summary>
public sealed class FaultLog
{
    private readonly Lock _gate = new();
    private readonly List<InjectedFault> _faults = [];

    /// <summary>A copy of what was injected so far.</summary>
    public IReadOnlyList<InjectedFault> Read()
    {
        lock (_gate)
            return [.. _faults];
    }

    internal void Add(InjectedFault fault)
    {
        lock (_gate)
            _faults.Add(fault);
    }
}
