using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.Ingress;

/// <summary>Publishes the passing of time: the only clock that the core knows.</summary>
public sealed class TimerThread : IDisposable
{
    private static readonly TimeSpan ControlInterval = TimeSpan.FromSeconds(1);

    private readonly RingBuffer<Event> _ring;
    private readonly RingBuffer<Event> _controlRing;
    private readonly WallClock _clock;
    private readonly TimeSpan _interval;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _allocatedBytes;

    /// <summary>Starts the timer.</summary>
    /// <param name="ring">The engine's ring: an event each <paramref name="interval"/>.</param>
    /// <param name="controlRing">The control calls' ring: an event each second, dropped while a call keeps it full.</param>
    /// <param name="clock">The process's clock.</param>
    /// <param name="interval">Period of the engine's timer events.</param>
    public TimerThread(RingBuffer<Event> ring, RingBuffer<Event> controlRing, WallClock clock, TimeSpan interval)
    {
        _ring = ring;
        _controlRing = controlRing;
        _clock = clock;
        _interval = interval;
        _thread = new Thread(Run) { IsBackground = true, Name = "timer" };
        _thread.Start();
    }

    /// <summary>Bytes that the thread has allocated since its start.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Stops the timer and waits for its thread.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        long controlDueNs = 0;
        try
        {
            while (!_stop.Wait(_interval))
            {
                long nowNs = _clock.NowNs();
                Publish(_ring, _ring.Next(1), nowNs, _interval);
                if (nowNs >= controlDueNs && _controlRing.TryNext(1, out long sequence))
                {
                    Publish(_controlRing, sequence, nowNs, ControlInterval);
                    controlDueNs = nowNs + (long)ControlInterval.TotalNanoseconds;
                }
                Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
            }
        }
        catch (RingHaltedException)
        {
            // The engine has ended; whoever halted the ring knows why and reports it.
        }
    }

    private static void Publish(RingBuffer<Event> ring, long sequence, long nowNs, TimeSpan interval)
    {
        ref Event e = ref ring[sequence];
        e.Begin(EventKind.Timer, EventFlags.None, 0, StreamId.Engine, nowNs);
        e.Timer.IntervalNs = (long)interval.TotalNanoseconds;
        ring.Publish(sequence);
    }
}
