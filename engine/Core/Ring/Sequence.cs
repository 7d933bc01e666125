using System.Globalization;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>
/// A counter that one thread advances and others read: how far a producer has claimed or published, or a processor has got.
/// </summary>
/// <remarks>
/// Alone on its cache lines: 128 bytes on both sides, because processors fetch lines in pairs and some have lines of 128 bytes.
/// Otherwise a thread that only writes its own counter would slow down every thread that reads a neighbour.
/// </remarks>
public sealed class Sequence
{
    /// <summary>The value before the first event.</summary>
    public const long InitialValue = -1;

    internal const int Padding = 128;

    private Cell _cell = new() { Value = InitialValue };

    /// <summary>
    /// The value. Acquire: what the writer wrote to memory before it set this value is seen by all reads after this one.
    /// </summary>
    public long Value => Volatile.Read(ref _cell.Value);

    /// <summary>
    /// Sets the value. Release: whoever sees the new value sees all that this thread did before, and that it has finished its reads
    /// of the slots up to there, so that they may be written again.
    /// </summary>
    public void SetValue(long value) => Volatile.Write(ref _cell.Value, value);

    /// <summary>Sets the value if it still is <paramref name="expected"/>. A full fence.</summary>
    public bool CompareAndSet(long expected, long value) => Interlocked.CompareExchange(ref _cell.Value, value, expected) == expected;

    /// <summary>The value, whose line is this core's for writing then. Changes nothing, whoever else advances it.</summary>
    internal long Fetch() => Interlocked.Add(ref _cell.Value, 0);

    /// <summary>The value, for messages.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The smallest of some sequences, or <paramref name="otherwise"/> if there are none or all are larger.</summary>
    internal static long Minimum(Sequence[] sequences, long otherwise)
    {
        long minimum = otherwise;
        foreach (Sequence sequence in sequences)
            minimum = Math.Min(minimum, sequence.Value);
        return minimum;
    }

    // A struct, because the runtime does not honour the size of a class.
    [StructLayout(LayoutKind.Explicit, Size = 2 * Padding)]
    private struct Cell
    {
        [FieldOffset(Padding)]
        public long Value;
    }
}
