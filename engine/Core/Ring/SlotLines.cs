using System.Runtime.CompilerServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>Where a ring's slots lie, for whoever waits for one of them to be published.</summary>
internal readonly unsafe struct SlotLines(void* first, int mask, int slotBytes)
{
    private const int LineBytes = 64;

    /// <summary>
    /// Reads a byte of each of a slot's lines, whatever it is just now. A consumer that spins thereby has the event under way when it sees that it is
    /// published, instead of asking for it only then: two transfers between cores run at the same time. Slots that share a line are left alone: the
    /// producer may be filling the next one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long sequence)
    {
        byte* slot = (byte*)first + ((sequence & mask) * slotBytes);
        for (int at = 0; at + LineBytes <= slotBytes; at += LineBytes)
            Volatile.Read(ref slot[at]);
    }
}
