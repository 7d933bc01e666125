using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Tests.Ring;

/// <summary>An event of 128 bytes whose every word follows from producer and number, so that a torn or overwritten slot shows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StampedEvent
{
    public long Producer;
    public long Number;
    public long BatchIndex;
    public long BatchCount;
    private Words _words;

    public void Stamp(long producer, long number, long batchIndex = 0, long batchCount = 1)
    {
        (Producer, Number, BatchIndex, BatchCount) = (producer, number, batchIndex, batchCount);
        foreach (ref long word in (Span<long>)_words)
            word = producer * 1_000_003 + number;
    }

    public readonly bool IsWhole()
    {
        foreach (long word in (ReadOnlySpan<long>)_words)
        {
            if (word != Producer * 1_000_003 + Number)
                return false;
        }
        return true;
    }

    [InlineArray(12)]
    private struct Words
    {
        private long _first;
    }
}
