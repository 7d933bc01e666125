using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator;

/// <summary>
/// The one thread that owns the exchange: it lets simulated time follow its schedule, and runs requests in the order they came. Between two
/// things to do it sleeps, at most a millisecond too long; if it is to be precise, it offers its core instead while the next thing is near.
/// </summary>
internal sealed class SimulationLoop : IDisposable
{
    private readonly Exchange _exchange;
    private readonly SimulationSchedule _schedule;
    private readonly bool _precise;
    private readonly object _gate = new();
    private readonly Queue<Action<long>> _requests = new();
    private readonly Thread _thread;
    private bool _stopped;

    public SimulationLoop(Exchange exchange, SimulationSchedule schedule, bool precise)
    {
        _exchange = exchange;
        _schedule = schedule;
        _precise = precise;
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
            _exchange.Advance(_schedule.SimulatedNow());
            Action<long>? request;
            lock (_gate)
            {
                if (_requests.Count == 0 && !_stopped && Wait() is > 0 and int milliseconds)
                    Monitor.Wait(_gate, milliseconds);
                if (_stopped && _requests.Count == 0)
                    return;
                _requests.TryDequeue(out request);
            }
            if (request is not null)
                request(_schedule.SimulatedNow());
            else if (_precise)
                Thread.Yield();
        }
    }

    private void Answer<T>(TaskCompletionSource<T> completion, Func<Exchange, long, T> request, long time)
    {
        try
        {
            _exchange.Advance(time);
            _schedule.BeginRequest();
            completion.SetResult(request(_exchange, time));
        }
        catch (Exception e)
        {
            completion.SetException(e);
        }
        finally
        {
            _schedule.EndRequest();
        }
    }

    private int Wait()
    {
        double milliseconds = (_schedule.DueNs(_exchange.NextTime) - SimulationSchedule.NowNs()) / 1e6;
        double sleep = _precise ? Math.Floor(milliseconds) - 1 : Math.Ceiling(milliseconds);
        return (int)Math.Clamp(sleep, 0, 1000);
    }
}
