using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>Sees a finished request, during the call only.</summary>
internal delegate void RequestHandler(ReadOnlySpan<byte> request, RequestKind kind);
