using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>
/// The sequencer of a ring with any number of publishing threads. A claim moves the cursor by compare-and-swap, after it is
/// proven that the slots are free; a slot is published by writing the number of its lap beside it.
/// </summary>
internal sealed class MultiProducerSequencer : Sequencer
{
    private readonly int[] _laps;
    private readonly int _mask;
    private readonly int _lapShift;

    // A lower bound of the slowest consumer, shared by the producers, so that not every claim reads the consumers' lines.
    private readonly Sequence _slowestConsumer = new();

    public MultiProducerSequencer(int size) : base(size)
    {
        _laps = new int[size];
        _laps.AsSpan().Fill(-1);
        _mask = size - 1;
        _lapShift = BitOperations.Log2((uint)size);
    }

    public override bool TryClaim(int count, int reserve, out long high)
    {
        while (true)
        {
            long claimed = Cursor.Value;
            high = claimed + count;
            long mustBeConsumed = high + reserve - Size;
            if (mustBeConsumed > _slowestConsumer.Value)
            {
                // Acquire: a consumer at or beyond a sequence has finished reading its slot. Storing the bound releases that
                // knowledge to the producers who read it here instead of at the consumer. Two producers may store in either order:
                // an older bound is too low at worst, and then read anew.
                long slowest = SlowestConsumer(claimed);
                _slowestConsumer.SetValue(slowest);
                if (mustBeConsumed > slowest)
                    return false;
            }
            // If the cursor still is what the proof started from, the slots are ours. The full fence of the swap keeps the writes
            // to them after it.
            if (Cursor.CompareAndSet(claimed, high))
                return true;
        }
    }

    public override void Publish(long low, long high)
    {
        // From the last to the first: consumers go upwards and stop at the first slot whose lap is old, so they see nothing of
        // the batch before all of it. Release: the events are written before their laps, a later lap before an earlier one.
        for (long sequence = high; sequence >= low; sequence--)
            Volatile.Write(ref Lap(sequence), (int)(sequence >> _lapShift));
    }

    public override long HighestPublished(long low)
    {
        // Acquire: a lap that is seen as new was written after its event. The cursor only bounds the search; without it, a slot
        // from 2^32 laps ago would pass for new.
        long claimed = Cursor.Value;
        long sequence = low;
        while (sequence <= claimed && Volatile.Read(ref Lap(sequence)) == (int)(sequence >> _lapShift))
            sequence++;
        return sequence - 1;
    }

    // The mask keeps the index inside the array, which the JIT cannot see.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int Lap(long sequence) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_laps), (nint)(sequence & _mask));
}
