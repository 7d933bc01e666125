using System.Diagnostics;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>
/// The one thread that owns the exchange: it lets simulated time follow the wall clock times the speed, and runs requests in the
/// order they came. Between two things to do it sleeps, at most a millisecond too long.
/// </summary>
internal sealed class SimulationLoop : IDisposable
{
    private readonly Exchange _exchange;
    private readonly double _speed;
    private readonly object _gate = new();
    private readonly Queue<Action<long>> _requests = new();
    private readonly Thread _thread;
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _stopped;

    public SimulationLoop(Exchange exchange, double speed)
    {
        _exchange = exchange;
        _speed = speed;
        _thread = new Thread(Run) { Name = "simulation", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Runs a function of the exchange and the simulated time on the loop's thread.</summary>
    /// <exception cref="ObjectDisposedException">The loop was stopped.</exception>
    public Task<T> InvokeAsync<T>(Func<Exchange, long, T> request)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _requests.Enqueue(time => Answer(completion, request, time));
            Monitor.Pulse(_gate);
        }
        return completion.Task;
    }

    /// <summary>Ends the thread; requests that wait are cancelled.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            _stopped = true;
            Monitor.Pulse(_gate);
        }
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            _exchange.Advance(SimulatedNow());
            Action<long>? request;
            lock (_gate)
            {
                if (_requests.Count == 0 && !_stopped && Wait() is > 0 and int milliseconds)
                    Monitor.Wait(_gate, milliseconds);
                if (_stopped && _requests.Count == 0)
                    return;
                _requests.TryDequeue(out request);
            }
            request?.Invoke(SimulatedNow());
        }
    }

    private void Answer<T>(TaskCompletionSource<T> completion, Func<Exchange, long, T> request, long time)
    {
        try
        {
            _exchange.Advance(time);
            completion.SetResult(request(_exchange, time));
        }
        catch (Exception e)
        {
            completion.SetException(e);
        }
    }

    private int Wait()
    {
        double milliseconds = (_exchange.NextTime - SimulatedNow()) / _speed / 1e6;
        return milliseconds <= 0 ? 0 : (int)Math.Ceiling(Math.Min(milliseconds, 1000));
    }

    private long SimulatedNow() => (long)(Stopwatch.GetElapsedTime(_start).Ticks * 100 * _speed);
}
