using System.Diagnostics;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// When the frame of an event in the ring was parsed and published, in the ticks of <see cref="Stopwatch"/>: kept beside the ring, a place
/// for each of its slots, because only an order that goes out asks for it.
/// </summary>
/// <remarks>
/// <para>
/// Written by the producer that has claimed the slot, before it publishes; read by the engine's thread while it handles that very event.
/// The ring's own rules keep the two apart, as they do for the slot. Hot path: no allocation.
/// </para>
/// <para>
/// A clock read costs more than claiming and filling a slot, so a small frame that finds room is stamped once: parsed and published are then
/// the same. Where the two lie apart, in a large frame and in a ring without room, the clock is read twice.
/// </para>
/// </remarks>
public sealed class ArrivalStamps
{
    /// <summary>A frame of more events than this is filled in more time than a clock read takes.</summary>
    private const int FewEvents = 8;

    private const long AsPublished = 0;

    // A frame, and the decisions that come back.
    private const int NextEvents = 16;

    private readonly RingBuffer<Event> _ring;
    private readonly Stamp[] _stamps;
    private readonly int _mask;

    /// <summary>Stamps for a ring.</summary>
    public ArrivalStamps(RingBuffer<Event> ring)
    {
        _ring = ring;
        _stamps = new Stamp[ring.Size];
        _mask = ring.Size - 1;
        // Nothing is stamped yet, nor is sequence 0.
        Array.Fill(_stamps, new Stamp { Sequence = -1 });
    }

    /// <summary>Fetches the places of the next few events, here and in the ring, for writing, and changes nothing.</summary>
    public long Touch()
    {
        long touched = _ring.Touch(NextEvents);
        long next = _ring.Cursor + 1;
        for (long sequence = next; sequence < next + NextEvents; sequence++)
            touched += CacheLines.Fetch(ref _stamps[(int)sequence & _mask].Sequence);
        return touched;
    }

    /// <summary>Claims slots for a frame that was just parsed, as <see cref="RingBuffer{T}.Next"/>; waits until there is room.</summary>
    /// <param name="count">How many.</param>
    /// <param name="parsed">To be given to <see cref="Publish(long, long, long)"/>.</param>
    /// <returns>The sequence of the last of them.</returns>
    /// <exception cref="RingHaltedException">The ring is halted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(int count, out long parsed)
    {
        parsed = count > FewEvents ? Stopwatch.GetTimestamp() : AsPublished;
        return _ring.TryNext(count, out long high) ? high : Wait(count, ref parsed);
    }

    /// <summary>Stamps a frame with its last event, and publishes it.</summary>
    /// <param name="low">The first sequence.</param>
    /// <param name="high">The last sequence.</param>
    /// <param name="parsed">From <see cref="Next"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long low, long high, long parsed)
    {
        ref Stamp stamp = ref _stamps[(int)high & _mask];
        long published = Stopwatch.GetTimestamp();
        stamp.Sequence = high;
        stamp.Parsed = parsed == AsPublished ? published : parsed;
        stamp.Published = published;
        _ring.Publish(low, high);
    }

    /// <summary>Stamps and publishes one event.</summary>
    public void Publish(long sequence, long parsed) => Publish(sequence, sequence, parsed);

    /// <summary>The stamps of the event in hand. False if it has none: it ends no frame.</summary>
    public bool TryGet(long sequence, out long parsed, out long published)
    {
        ref readonly Stamp stamp = ref _stamps[(int)sequence & _mask];
        parsed = stamp.Parsed;
        published = stamp.Published;
        return stamp.Sequence == sequence;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Wait(int count, ref long parsed)
    {
        if (parsed == AsPublished)
            parsed = Stopwatch.GetTimestamp();
        return _ring.Next(count);
    }

    private struct Stamp
    {
        public long Sequence;
        public long Parsed;
        public long Published;
    }
}
