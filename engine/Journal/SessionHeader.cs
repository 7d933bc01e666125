using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal;

/// <summary>What a replay needs besides the events. Stands in the first record of every segment. Holds no secret.</summary>
public sealed record SessionHeader
{
    /// <summary>Start of the session, nanoseconds since 1970; also names the session's folder.</summary>
    public required long StartNs { get; init; }

    /// <summary>
    /// The monotonic clock at <see cref="StartNs"/>, nanoseconds; 0 if it is not known. All processes of a machine share that clock, so the
    /// session's times, which follow it, can be compared exactly with what another process noted on it: a time's reading of the monotonic clock
    /// is the time - <see cref="StartNs"/> + this.
    /// </summary>
    public long StartMonotonicNs { get; init; }

    /// <summary>Version of the engine that wrote it.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The whole configuration of the core.</summary>
    public required EngineSettings Settings { get; init; }

    /// <summary>What the orders are signed for.</summary>
    public required SessionDomain Domain { get; init; }

    /// <summary>The public key that verifies the session's signatures, hex with 0x.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The vault, which the exchange also calls position id.</summary>
    public required long PositionId { get; init; }

    /// <summary>The session's name: that of its folder. Given by the writer; empty before.</summary>
    public string SessionId { get; init; } = "";
}
