using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowLatencyMM.Host.Ingress;

/// <summary>
/// When the frame of an event in the ring was parsed and published, in the ticks of <see cref="Stopwatch"/>: kept beside the ring, a place
/// for each of its slots, because only an order that goes out asks for it.
/// </summary>
/// <remarks>
/// Written by the producer that has claimed the slot, before it publishes; read by the engine's thread while it handles that very event.
/// The ring's own rules keep the two apart, as they do for the slot. Hot path: no allocation; a clock read and three stores a frame.
/// </remarks>
public sealed class ArrivalStamps
{
    private readonly Stamp[] _stamps;
    private readonly int _mask;

    /// <summary>Stamps for a ring.</summary>
    /// <param name="ringSize">Its slots: a power of two.</param>
    public ArrivalStamps(int ringSize)
    {
        if (!BitOperations.IsPow2(ringSize))
            throw new ArgumentOutOfRangeException(nameof(ringSize), ringSize, "A ring's size is a power of two.");
        _stamps = new Stamp[ringSize];
        _mask = ringSize - 1;
        // Nothing is stamped yet, nor is sequence 0.
        Array.Fill(_stamps, new Stamp { Sequence = -1 });
    }

    /// <summary>Stamps the event that ends a frame, just before the frame is published.</summary>
    /// <param name="sequence">A claimed sequence.</param>
    /// <param name="parsed">When the frame was parsed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(long sequence, long parsed)
    {
        ref Stamp stamp = ref _stamps[(int)sequence & _mask];
        stamp.Sequence = sequence;
        stamp.Parsed = parsed;
        stamp.Published = Stopwatch.GetTimestamp();
    }

    /// <summary>The stamps of the event in hand. False if it has none: it ends no frame.</summary>
    public bool TryGet(long sequence, out long parsed, out long published)
    {
        ref readonly Stamp stamp = ref _stamps[(int)sequence & _mask];
        parsed = stamp.Parsed;
        published = stamp.Published;
        return stamp.Sequence == sequence;
    }

    private struct Stamp
    {
        public long Sequence;
        public long Parsed;
        public long Published;
    }
}
