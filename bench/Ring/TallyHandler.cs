using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Bench.Ring;

/// <summary>Gives the ring's events to a tally.</summary>
internal readonly struct TallyHandler(Tally tally) : IEventHandler<Event>
{
    public void OnEvent(ref Event data, long sequence, bool endOfBatch) => tally.Take(ref data);
}
