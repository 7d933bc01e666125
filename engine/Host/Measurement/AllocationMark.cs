namespace LowLatencyMM.Host.Measurement;

/// <summary>What the engine's threads had allocated at a moment.</summary>
/// <param name="Threads">Bytes of each thread since its start.</param>
/// <param name="Events">Events handled by then.</param>
public readonly record struct AllocationMark(IReadOnlyList<ThreadAllocation> Threads, long Events)
{
    /// <summary>Nothing yet.</summary>
    public static AllocationMark Start { get; } = new([], 0);

    /// <summary>What each thread allocated between two moments; those that allocated nothing are left out.</summary>
    public static IReadOnlyList<ThreadAllocation> Between(AllocationMark from, AllocationMark to) =>
    [
        .. to.Threads
            .Select(thread => thread with { Bytes = thread.Bytes - from.Threads.FirstOrDefault(before => before.Thread == thread.Thread).Bytes })
            .Where(thread => thread.Bytes != 0),
    ];

    /// <summary>Bytes for each event between two moments; 0 when there was none.</summary>
    public static double PerEvent(AllocationMark from, AllocationMark to) =>
        to.Events > from.Events ? (double)Between(from, to).Sum(thread => thread.Bytes) / (to.Events - from.Events) : 0;
}
