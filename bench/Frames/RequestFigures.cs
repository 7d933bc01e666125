namespace LowLatencyMM.Bench.Frames;

/// <summary>How long a series' requests took, nanoseconds from the frame's bytes to the transport, with one clock read.</summary>
/// <param name="First">Of each frame's first request, sorted.</param>
/// <param name="Last">Of each frame's last request, sorted.</param>
/// <param name="Stages">The stages of each frame's first request.</param>
/// <param name="Orders">Orders that the frames caused.</param>
/// <param name="Hits">Those of them that were found signed.</param>
/// <param name="AllocatedBytes">Bytes allocated by the engine's thread.</param>
internal sealed record RequestFigures(double[] First, double[] Last, RequestStages Stages, long Orders, long Hits, long AllocatedBytes);
