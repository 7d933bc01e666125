using LowLatencyMM.Core;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Measurement;

namespace LowLatencyMM.Host;

/// <summary>What a session came to.</summary>
public sealed record SessionSummary
{
    /// <summary>The last status.</summary>
    public required EngineStatus Status { get; init; }

    /// <summary>The last status of each market, by number.</summary>
    public required IReadOnlyList<CoreStatus> Markets { get; init; }

    /// <summary>Journal records without headers.</summary>
    public required long Events { get; init; }

    /// <summary>The session's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>External ids of orders that the exchange still listed at the end; null if it could not be asked.</summary>
    public required IReadOnlyList<string>? OpenOrders { get; init; }

    /// <summary>Bytes that all of the engine's threads allocated for each event, from the end of the warm-up to the stop.</summary>
    public required double AllocatedBytesPerEvent { get; init; }

    /// <summary>Which of the engine's threads allocated that, and how much; empty if none did.</summary>
    public required IReadOnlyList<ThreadAllocation> Allocations { get; init; }

    /// <summary>Hash of the core's state at the end.</summary>
    public required ulong StateHash { get; init; }

    /// <summary>From the moment that the session began to connect to immediately before its first order was sent; null if it sent none.</summary>
    public required TimeSpan? FirstOrder { get; init; }

    /// <summary>From the frame's last byte received to immediately before the send call.</summary>
    public required LatencyHistogram TickToOrder { get; init; }

    /// <summary>The send call.</summary>
    public required LatencyHistogram Send { get; init; }

    /// <summary>How often an order was signed before it was wanted.</summary>
    public required SignedAhead SignedAhead { get; init; }

    /// <summary>Signatures made ahead, used or not.</summary>
    public required long AheadSignatures { get; init; }

    /// <summary>What the engine died of; null if nothing.</summary>
    public required Exception? Fault { get; init; }

    /// <summary>The exit code that the session alone asks for.</summary>
    public int ExitCode => OpenOrders is not { Count: 0 } ? Host.ExitCode.OrdersMayBeOpen
        : Fault is not null ? Host.ExitCode.Failure
        : Status.Core.IsKilled ? Host.ExitCode.RiskHalt
        : Host.ExitCode.Ok;
}
