namespace LowLatencyMM.Simulator.Faulting;

/// <summary>A fault that was injected.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="TimeMs">Exchange time, epoch milliseconds.</param>
/// <param name="Connection">Number of the stream connection in the order of arrival, from 1; 0 for REST.</param>
/// <param name="Target">Topic of the stream as in v1 paths or v2 topics, or method, path and external id of the request.</param>
/// <param name="Seq">Number of the frame left out, or of the next frame when the fault began; 0 for REST.</param>
/// <param name="Duration">How long a stall or a delay was, as wall time for answers and exchange time for streams.</param>
public sealed record InjectedFault(FaultKind Kind, long TimeMs, int Connection, string Target, long Seq, TimeSpan Duration);
