using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Host.Tests.Feed;

/// <summary>A ring whose events are kept.</summary>
internal sealed class EventLog : IEventHandler<Event>, IDisposable
{
    private readonly List<Event> _events = [];
    private readonly Disruptor<Event> _disruptor;

    public EventLog()
    {
        Ring = new RingBuffer<Event>(1_024, 0, new BlockingWaitStrategy());
        _disruptor = new Disruptor<Event>(Ring);
        _disruptor.HandleEventsWith(this);
        _disruptor.Start();
    }

    public RingBuffer<Event> Ring { get; }

    public List<Event> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public void OnEvent(ref Event data, long sequence, bool endOfBatch)
    {
        lock (_events)
        {
            _events.Add(data);
            Monitor.PulseAll(_events);
        }
    }

    /// <summary>Waits until a condition holds; fails after a time that no healthy run needs.</summary>
    public void Await(Func<List<Event>, bool> condition)
    {
        long deadline = Environment.TickCount64 + 30_000;
        lock (_events)
        {
            while (!condition(_events))
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                    Assert.Fail("It never came: " + string.Join(' ', _events.TakeLast(50).Select(e => e.Kind)));
                Monitor.Wait(_events, (int)left);
            }
        }
    }

    public void Dispose()
    {
        _disruptor.Shutdown();
        Ring.Dispose();
    }
}
