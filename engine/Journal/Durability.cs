namespace LowLatencyMM.Journal;

/// <summary>What must have happened to the cause's record before an order leaves.</summary>
public enum Durability
{
    /// <summary>Appended: it survives the process, and within about a millisecond also the machine.</summary>
    GroupCommit,

    /// <summary>On disk: survives the machine. Costs a synchronous write per order (90 to 190 µs on a virtual disk).</summary>
    BeforeSend,
}
