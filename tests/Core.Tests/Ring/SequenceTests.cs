using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Ring;

namespace LowLatencyMM.Core.Tests.Ring;

public sealed class SequenceTests
{
    [Fact]
    public void It_starts_before_the_first_event_and_keeps_what_is_set()
    {
        var sequence = new Sequence();
        Assert.Equal(-1, sequence.Value);

        sequence.SetValue(41);

        Assert.False(sequence.CompareAndSet(40, 50));
        Assert.Equal(41, sequence.Value);
        Assert.True(sequence.CompareAndSet(41, 50));
        Assert.Equal("50", sequence.ToString());
    }

    [Fact]
    public void The_value_has_128_bytes_to_itself_on_both_sides()
    {
        var sequence = new Sequence();
        sequence.SetValue(0x0123_4567_89AB_CDEF);
        ref byte data = ref Unsafe.As<RawObject>(sequence).FirstByte;

        Assert.Equal(0x0123_4567_89AB_CDEF, Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref data, 128)));

        long before = GC.GetAllocatedBytesForCurrentThread();
        var another = new Sequence();
        long size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(another);
        // Object header and method table stand before the fields.
        Assert.InRange(size, 128 + 8 + 112, 512);
    }

    private sealed class RawObject
    {
        public byte FirstByte;
    }
}
