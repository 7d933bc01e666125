using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Replay;

/// <summary>The engine's own core, fresh, as replay drives it.</summary>
public readonly struct TradingCoreHandler : ICoreHandler
{
    private readonly TradingCore _core;

    /// <summary>A core with the settings that a session was run with; with others, to see what would have been decided.</summary>
    /// <exception cref="ArgumentException">A setting that no decision can be made with.</exception>
    public TradingCoreHandler(EngineSettings settings) => _core = new TradingCore(settings);

    /// <inheritdoc/>
    public void OnEvent(in Event e, long sequence, ref DecisionBatch decisions) => _core.OnEvent(e, sequence, ref decisions);

    /// <inheritdoc/>
    public ulong StateHash() => _core.StateHash();
}
