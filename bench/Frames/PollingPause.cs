using System.Diagnostics;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>What the engine's thread does between two frames: it polls silent sockets, and rehearses or not.</summary>
internal sealed class PollingPause : IDisposable
{
    private static readonly TimeSpan RehearsalInterval = TimeSpan.FromMicroseconds(100);

    private readonly SilentSockets _sockets = new();
    private readonly Rehearsal? _rehearsal;
    private readonly IEventSource _source;

    /// <param name="settings">The engine's settings.</param>
    /// <param name="touches">Read what the engine needs next; null: the thread does not rehearse.</param>
    public PollingPause(EngineSettings settings, Func<long>[]? touches)
    {
        _source = _sockets;
        if (touches is null)
            return;
        _rehearsal = new Rehearsal(_sockets, settings, BenchMarket.Feed(), RehearsalInterval);
        _rehearsal.Begin(touches);
        _source = _rehearsal;
    }

    /// <summary>Polls for so long.</summary>
    public void Wait(TimeSpan length)
    {
        long end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
            _source.Poll();
    }

    /// <summary>Polls until a chain's planned orders are signed.</summary>
    public void AwaitSigned(SignedChain chain)
    {
        while (!chain.IsSigned)
            _source.Poll();
    }

    public void Dispose()
    {
        _rehearsal?.Dispose();
        _sockets.Dispose();
    }
}
