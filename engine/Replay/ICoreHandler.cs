using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>The pure core as replay drives it.</summary>
/// <remarks>Implemented by a struct, so that the calls are direct; tests put a changed core in its place.</remarks>
public interface ICoreHandler
{
    /// <summary>Takes one event and adds what it makes the core decide.</summary>
    void OnEvent(in Event e, long sequence, ref DecisionBatch decisions);

    /// <summary>Hash of the core's whole state.</summary>
    ulong StateHash();
}
