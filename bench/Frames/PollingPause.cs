using System.Diagnostics;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>What the engine's thread does between two frames that are milliseconds apart: it polls silent sockets, and rehearses or not.</summary>
internal sealed class PollingPause : IDisposable
{
    private static readonly TimeSpan RehearsalInterval = TimeSpan.FromMicroseconds(500);

    private readonly SilentSockets _sockets = new();
    private readonly Rehearsal? _rehearsal;
    private readonly IEventSource _source;
    private readonly long _ticks;

    /// <param name="length">How long it is.</param>
    /// <param name="settings">The engine's settings.</param>
    /// <param name="touch">Reads what the engine needs next; null: it does not rehearse.</param>
    public PollingPause(TimeSpan length, EngineSettings settings, Func<long>? touch)
    {
        _ticks = (long)(length.TotalSeconds * Stopwatch.Frequency);
        _source = _sockets;
        if (touch is null)
            return;
        _rehearsal = new Rehearsal(_sockets, settings, BenchMarket.Feed(), RehearsalInterval);
        _rehearsal.Begin(touch);
        _source = _rehearsal;
    }

    /// <summary>Polls for as long as the pause is.</summary>
    public void Wait()
    {
        long end = Stopwatch.GetTimestamp() + _ticks;
        while (Stopwatch.GetTimestamp() < end)
            _source.Poll();
    }

    public void Dispose()
    {
        _rehearsal?.Dispose();
        _sockets.Dispose();
    }
}
