using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>Nothing else runs beside these.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    [Fact]
    public void Appending_allocates_nothing_also_over_a_change_of_segments()
    {
        using var root = new TemporaryFolder();
        using JournalWriter writer = JournalWriter.Create(root.Path, Samples.Header(), new JournalOptions { SegmentBytes = 256 * 1024 });
        List<Event> events = Samples.EveryKind();
        long sequence = AppendAll(writer, events, 0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            sequence = AppendAll(writer, events, sequence);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Appending_to_a_scratch_writer_touching_and_making_durable_allocate_nothing()
    {
        using var root = new TemporaryFolder();
        using JournalWriter scratch = JournalWriter.Scratch(Samples.Header());
        using JournalWriter writer = JournalWriter.Create(
            root.Path, Samples.Header(), new JournalOptions { Durability = Durability.BeforeSend, FlushInterval = TimeSpan.FromHours(1) });
        List<Event> events = Samples.EveryKind();
        long scratched = AppendAll(scratch, events, 0);
        long sequence = AppendAll(writer, events, 0);
        writer.Touch();
        writer.BeforeSend();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            scratched = AppendAll(scratch, events, scratched);
            sequence = AppendAll(writer, events, sequence);
            writer.Touch();
            writer.BeforeSend();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(sequence, writer.DurableSequence);
    }

    [Fact]
    public void Encoding_and_decoding_allocate_nothing()
    {
        Event[] events = [.. Samples.EveryKind(), Samples.Level(70_000)];
        byte[] record = new byte[EventEncoder.RoomBytes];
        EncodeAndDecodeAll(events, record);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            EncodeAndDecodeAll(events, record);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reading_allocates_nothing_within_a_segment()
    {
        using var root = new TemporaryFolder();
        IEnumerable<Event> events = Enumerable.Range(0, 300_000).Select(i => Samples.Level(i));
        using JournalReader reader = JournalReader.Open(JournalRoundTripTests.Write(root.Path, events));
        Assert.True(reader.TryRead(out _, out _));

        long before = GC.GetAllocatedBytesForCurrentThread();
        long count = 1;
        while (count < 300_000 && reader.TryRead(out _, out _))
            count++;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300_000, count);
    }

    [Fact]
    public void Reading_many_segments_keeps_memory_flat()
    {
        using var root = new TemporaryFolder();
        IEnumerable<Event> events = Enumerable.Range(0, 200_000).Select(i => Samples.Level(i));
        string folder = JournalRoundTripTests.Write(root.Path, events, new JournalOptions { SegmentBytes = 64 * 1024 });
        using JournalReader reader = JournalReader.Open(folder);

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead(out _, out _))
        {
        }

        // What a segment's header costs; its 64 KiB of records cost nothing.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / reader.Segments, 0, 32 * 1024);
        Assert.True(reader.Segments > 100);
    }

    private static void EncodeAndDecodeAll(Event[] events, byte[] record)
    {
        for (int i = 0; i < events.Length; i++)
        {
            int length = EventEncoder.Encode(in events[i], i, record);
            if (EventDecoder.TryDecode(record, out _, out _) != length)
                throw new InvalidOperationException($"Event {i} is not read back.");
        }
    }

    private static long AppendAll(JournalWriter writer, List<Event> events, long sequence)
    {
        for (int i = 0; i < events.Count; i++)
        {
            Event e = events[i];
            writer.Append(in e, sequence++);
        }
        return sequence;
    }
}
