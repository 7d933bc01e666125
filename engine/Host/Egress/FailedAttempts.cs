using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;

namespace LowLatencyMM.Host.Egress;

/// <summary>Writes each failed attempt of a REST call into the ring, those that the client repeated included, as long as the engine runs.</summary>
public sealed class FailedAttempts(WallClock clock)
{
    private readonly Lock _lock = new();
    private RingBuffer<Event>? _ring;

    /// <summary>The engine runs: from now on attempts are journaled.</summary>
    public void Begin(RingBuffer<Event> ring)
    {
        lock (_lock)
            _ring = ring;
    }

    /// <summary>The engine ends.</summary>
    public void End()
    {
        lock (_lock)
            _ring = null;
    }

    /// <summary>An attempt failed. From any thread.</summary>
    public void Note(ExtendedException failure)
    {
        lock (_lock)
        {
            if (_ring is not { IsHalted: false } ring)
                return;
            try
            {
                ControlCalls.PublishAnswer(ring, clock.NowNs(), RequestKind.Attempt, ControlCalls.OutcomeOf(failure), failure, openOrders: -1);
            }
            catch (RingHaltedException)
            {
                // The engine has died meanwhile, which its owner reports.
            }
        }
    }
}
