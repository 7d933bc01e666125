using System.Diagnostics;

namespace LowLatencyMM.Simulator.Rest;

/// <summary>
/// Requests allowed in a minute of wall time, 0 for no limit. The documents do not say how the minute is counted: in fixed windows, or
/// as any sixty seconds.
/// </summary>
internal sealed class RequestBudget(int perMinute, bool sliding)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _taken = new();
    private long _windowStart = Stopwatch.GetTimestamp();

    /// <summary>Takes one request; if there is none left, tells after how many whole seconds there will be.</summary>
    public bool TryTake(out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        if (perMinute == 0)
            return true;
        lock (_gate)
        {
            Forget();
            if (_taken.Count < perMinute)
            {
                _taken.Enqueue(Stopwatch.GetTimestamp());
                return true;
            }
            TimeSpan left = Minute - Stopwatch.GetElapsedTime(sliding ? _taken.Peek() : _windowStart);
            retryAfterSeconds = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
            return false;
        }
    }

    private void Forget()
    {
        if (sliding)
        {
            while (_taken.TryPeek(out long oldest) && Stopwatch.GetElapsedTime(oldest) >= Minute)
                _taken.Dequeue();
        }
        else if (Stopwatch.GetElapsedTime(_windowStart) >= Minute)
        {
            _windowStart = Stopwatch.GetTimestamp();
            _taken.Clear();
        }
    }
}
