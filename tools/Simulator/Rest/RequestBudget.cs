using System.Diagnostics;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>Requests allowed in each minute of wall time, counted in fixed windows; 0 is no limit.</summary>
internal sealed class RequestBudget(int perMinute)
{
    private readonly Lock _gate = new();
    private long _windowStart = Stopwatch.GetTimestamp();
    private int _used;

    public bool TryTake()
    {
        if (perMinute == 0)
            return true;
        lock (_gate)
        {
            if (Stopwatch.GetElapsedTime(_windowStart) >= TimeSpan.FromMinutes(1))
                (_windowStart, _used) = (Stopwatch.GetTimestamp(), 0);
            if (_used == perMinute)
                return false;
            _used++;
            return true;
        }
    }
}
