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
    // Laps that belong to nobody on both sides, so that no other object's line is shared with the slots'.
    private const int Margin = Sequence.Padding / sizeof(int);

    private readonly int[] _laps;
    private readonly int _mask;
    private readonly int _lapShift;

    // A lower bound of the slowest consumer, shared by the producers, so that not every claim reads the consumers' lines.
    private readonly Sequence _slowestConsumer = new();

    public MultiProducerSequencer(int size) : base(size)
    {
        _laps = new int[Margin + size + Margin];
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
        // Acquire: a lap that is seen as new was written after its event. The cursor is not asked, because reading it takes its line
        // from the producers, whose next claim waits until it is back: one transfer of a line more for each event. It is not needed,
        // either: the slot of a sequence has the lap before it or its own until a consumer passes it, so the first old lap ends the
        // search, after a whole ring at most.
        long end = low + Size;
        long sequence = low;
        while (sequence < end && Volatile.Read(ref Lap(sequence)) == (int)(sequence >> _lapShift))
            sequence++;
        return sequence - 1;
    }

    public override long Touch(int count)
    {
        // Adding nothing takes the lines from the producers on other cores, who may write there at the same time.
        long next = Cursor.Fetch() + 1;
        return _slowestConsumer.Value + Interlocked.Add(ref Lap(next), 0) + Interlocked.Add(ref Lap(next + count), 0) + SlowestConsumer(next);
    }

    // Mask and margin keep the index inside the array, which the JIT cannot see.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int Lap(long sequence) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_laps), Margin + (nint)(sequence & _mask));
}
