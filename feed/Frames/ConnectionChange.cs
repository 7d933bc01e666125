namespace LowLatencyMM.Feed.Frames;

/// <summary>A change of a stream's connection.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Market">The caller's number of its market, or -1.</param>
/// <param name="Epoch">The connection's number, from 1; attempts that fail use one up too.</param>
/// <param name="AtNs">Unix nanoseconds.</param>
/// <param name="State">The new state.</param>
/// <param name="Reason">Why, when disconnected.</param>
/// <param name="CloseCode">The WebSocket close code or HTTP status that came with it, or 0.</param>
/// <param name="RetryInMs">When disconnected: milliseconds until the next attempt, or -1 for never.</param>
/// <param name="Detail">What the system said of it, for a person to read, or null. Holds no secret.</param>
public readonly record struct ConnectionChange(
    StreamKind Stream, int Market, int Epoch, long AtNs, ConnectionState State, DisconnectReason Reason, int CloseCode, int RetryInMs,
    string? Detail);
