using System.Buffers.Binary;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>What was appended and is in no segment yet, and tails that are not what they should be.</summary>
public sealed class TailTests : IDisposable
{
    private const int SegmentBytes = 64 * 1024;

    /// <summary>A tail whose flusher does nothing unless it is asked, with small blocks.</summary>
    private static readonly JournalOptions Unhurried = new()
    {
        SegmentBytes = SegmentBytes,
        FlushInterval = TimeSpan.FromHours(1),
        TailBlockBytes = 8 * 1024,
        TailBlocks = 16,
    };

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void What_only_the_tail_has_is_read_also_over_several_segments()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried with { SegmentBytes = JournalOptions.MinSegmentBytes });
        Append(writer, 1_500);
        Assert.Equal((0, 0), (writer.DurableSequence, writer.TailWaits));
        Assert.True(File.ReadAllBytes(Segment(writer.Folder, 2)).All(value => value == 0));

        AssertReads(writer.Folder, 1_500, segments: 5);
        writer.Abandon();
        AssertReads(writer.Folder, 1_500, segments: 5);
    }

    [Fact]
    public void What_has_been_flushed_and_what_has_not_are_read_as_one()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried);
        for (int i = 1; i <= 40; i++)
        {
            Append(writer, i * 97);
            if (i % 3 == 0)
                writer.MakeDurable();
            AssertReads(writer.Folder, i * 97);
        }
        Assert.Equal(0, writer.TailWaits);
    }

    [Fact]
    public void What_leaves_the_tail_while_it_is_read_is_found_in_the_segment()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried with { TailBlocks = 4 });
        Append(writer, 100);
        writer.MakeDurable();
        Append(writer, 400);
        Assert.Equal((100, 0), (writer.DurableSequence, writer.TailWaits));
        using JournalReader reader = JournalReader.Open(writer.Folder);

        // Each block is used again for later events, after the reader has looked into the file for the first time.
        for (int i = 1; i <= 8; i++)
        {
            Append(writer, 400 + (i * 150));
            writer.MakeDurable();
        }

        for (int i = 0; i < 400; i++)
            Assert.True(reader.TryRead(out _, out _), $"event {i}");
    }

    [Fact]
    public void A_tail_without_a_free_block_makes_the_append_wait_and_nothing_is_lost()
    {
        string folder;
        using (JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried with { TailBlocks = 2 }))
        {
            folder = writer.Folder;
            Append(writer, 20_000);
            Assert.InRange(writer.TailWaits, 1, 200);
        }

        using JournalReader reader = JournalReader.Open(folder);
        Assert.Equal(20_000, Read(reader));
        Assert.True(reader.ClosedCleanly);
    }

    [Fact]
    public void A_closed_session_has_no_tail()
    {
        string folder = JournalRoundTripTests.Write(_root.Path, [Samples.Level(0)]);

        Assert.Equal([Segment(folder, 0)], Directory.GetFiles(folder));
    }

    [Fact]
    public void Touching_changes_nothing_wherever_the_next_record_goes()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried);
        for (int i = 0; i < 3_000; i++)
        {
            writer.Touch();
            Append(writer, i + 1);
            writer.Touch();
        }

        AssertReads(writer.Folder, 3_000);
        writer.Close();
        writer.Touch();
        using JournalReader reader = JournalReader.Open(writer.Folder);
        Assert.Equal(3_000, Read(reader));
        Assert.True(reader.ClosedCleanly);
    }

    [Fact]
    public void A_tail_older_than_its_segments_changes_nothing()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried);
        for (int i = 1; i <= 20; i++)
        {
            Append(writer, i * 150);
            string tail = Tail(writer.Folder) + i;
            File.Copy(Tail(writer.Folder), tail);
            Append(writer, (i * 150) + 100);
            writer.MakeDurable();

            string copy = Copy(writer.Folder);
            File.Move(tail, Tail(copy), overwrite: true);

            AssertReads(copy, (i * 150) + 100);
        }
    }

    [Theory]
    [InlineData(0x00, false)]
    [InlineData(0x92, true)]
    [InlineData(0xff, true)]
    public void A_block_that_claims_records_that_are_not_there_ends_the_journal_and_what_stands_there_is_reported(byte filling, bool isReported)
    {
        string folder = Abandoned(durable: 500, appended: 900);
        byte[] tail = File.ReadAllBytes(Tail(folder));
        foreach ((int block, _) in Blocks(tail))
            tail.AsSpan(block + TailFormat.DataOffset, Unhurried.TailBlockBytes - TailFormat.DataOffset).Fill(filling);
        File.WriteAllBytes(Tail(folder), tail);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(500, Read(reader));
        Assert.Equal(isReported ? 1 : 0, reader.TruncatedRecords);
        Assert.Equal(isReported ? Tail(folder) : null, reader.TruncatedAt?.Path);
        Assert.Equal(isReported, reader.TruncatedBytes > 0);
        Assert.False(reader.ClosedCleanly);
    }

    [Fact]
    public void A_record_damaged_in_the_tail_ends_the_journal_there_and_is_reported_with_its_place()
    {
        string folder = Abandoned(durable: 10, appended: 100);
        byte[] tail = File.ReadAllBytes(Tail(folder));
        (int block, _) = Assert.Single(Blocks(tail));
        int at = block + TailFormat.DataOffset;
        // The segment's header stands before the first event.
        for (int i = 0; i <= 50; i++)
            at += MessagePack.LengthOf(tail.AsSpan(at));
        tail[at + 20] ^= 0x10;
        File.WriteAllBytes(Tail(folder), tail);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(50, Read(reader));
        Assert.Equal((Tail(folder), at), reader.TruncatedAt);
    }

    [Fact]
    public void A_record_damaged_in_a_segment_that_the_tail_still_has_is_read_from_the_tail()
    {
        string folder = Abandoned(durable: 100, appended: 100);
        byte[] segment = File.ReadAllBytes(Segment(folder, 0));
        segment[Array.FindLastIndex(segment, value => value != 0) - 400] ^= 0x10;
        File.WriteAllBytes(Segment(folder, 0), segment);

        AssertReads(folder, 100);
    }

    [Fact]
    public void A_block_that_was_just_being_begun_is_left_alone()
    {
        string folder = Abandoned(durable: 500, appended: 900);
        byte[] tail = File.ReadAllBytes(Tail(folder));
        foreach ((int block, TailBlockHeader header) in Blocks(tail))
        {
            BinaryPrimitives.WriteInt64LittleEndian(tail.AsSpan(block), header.Generation + 1);
            tail[block + 9] ^= 1;
        }
        File.WriteAllBytes(Tail(folder), tail);

        AssertReads(folder, 500);
    }

    [Fact]
    public void A_damaged_block_header_is_corruption_with_its_place()
    {
        string folder = Abandoned(durable: 500, appended: 900);
        byte[] tail = File.ReadAllBytes(Tail(folder));
        (int block, _) = Blocks(tail)[^1];
        // Bit 0 of the generation says that the writer is at work on it.
        for (int i = 0; i < 24; i++)
        {
            byte[] flipped = [.. tail];
            flipped[block + i] ^= 0x40;
            File.WriteAllBytes(Tail(folder), flipped);

            var corrupt = Assert.Throws<JournalCorruptException>(() => JournalReader.Open(folder));

            Assert.Equal((Tail(folder), block), (corrupt.Path, corrupt.Offset));
        }
    }

    [Fact]
    public void A_damaged_tail_header_is_corruption_or_a_foreign_file()
    {
        string folder = Abandoned(durable: 10, appended: 20);
        byte[] tail = File.ReadAllBytes(Tail(folder));
        for (int i = 0; i < 24 + Path.GetFileName(folder).Length + 4; i++)
        {
            byte[] flipped = [.. tail];
            flipped[i] ^= 0x11;
            File.WriteAllBytes(Tail(folder), flipped);

            var refused = Assert.ThrowsAny<JournalException>(() => JournalReader.Open(folder));

            Assert.Equal(Tail(folder), refused.Path);
            Assert.Equal(i < 12 ? typeof(JournalFormatException) : typeof(JournalCorruptException), refused.GetType());
        }
    }

    [Theory]
    [InlineData("", "is not a journal's tail: found 0 bytes")]
    [InlineData("LLMM", "is not a journal's tail")]
    [InlineData("{\"some\":\"file that is longer than a header\"}", "is not a journal's tail: found 44 bytes that begin with '7b22736f6d65223a', expected '4c4c4d4d5441494c'")]
    public void A_foreign_tail_is_no_journal(string content, string message)
    {
        string folder = Abandoned(durable: 10, appended: 20);
        File.WriteAllText(Tail(folder), content);

        var refused = Assert.Throws<JournalFormatException>(() => JournalReader.Open(folder));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(Tail(folder), refused.Path);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(4_096)]
    [InlineData(50_000)]
    public void A_tail_that_was_cut_is_corruption(int bytes)
    {
        string folder = Abandoned(durable: 10, appended: 20);
        File.WriteAllBytes(Tail(folder), File.ReadAllBytes(Tail(folder)).AsSpan(0, bytes).ToArray());

        Assert.Equal(Tail(folder), Assert.Throws<JournalCorruptException>(() => JournalReader.Open(folder)).Path);
    }

    [Fact]
    public void The_tail_of_another_session_is_corruption()
    {
        string folder = Abandoned(durable: 10, appended: 20);
        string other = Abandoned(durable: 10, appended: 20);
        File.Copy(Tail(other), Tail(folder), overwrite: true);

        var corrupt = Assert.Throws<JournalCorruptException>(() => JournalReader.Open(folder));

        Assert.Equal(Tail(folder), corrupt.Path);
        Assert.Contains(Path.GetFileName(other), corrupt.Found, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(folder), corrupt.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_before_the_first_flush_leaves_a_session_that_reads_from_the_tail_alone()
    {
        string folder = Abandoned(durable: 0, appended: 20);
        File.WriteAllBytes(Segment(folder, 0), new byte[SegmentBytes]);

        AssertReads(folder, 20);
    }

    [Fact]
    public void A_write_to_a_segment_that_was_cut_short_by_a_kill_is_completed_from_the_tail()
    {
        string folder = Abandoned(durable: 700, appended: 900);
        byte[] segment = File.ReadAllBytes(Segment(folder, 0));
        for (int cut = 12_288; cut < 12_400; cut++)
        {
            string copy = Copy(folder);
            File.WriteAllBytes(Segment(copy, 0), [.. segment.AsSpan(0, cut), .. new byte[SegmentBytes - cut]]);

            AssertReads(copy, 900);
            Directory.Delete(copy, recursive: true);
        }
    }

    private string Abandoned(int durable, int appended)
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), Unhurried);
        Append(writer, durable);
        writer.MakeDurable();
        Append(writer, appended);
        Assert.Equal((durable, 0), (writer.DurableSequence, writer.TailWaits));
        writer.Abandon();
        return writer.Folder;
    }

    private string Copy(string folder)
    {
        string copy = Directory.CreateDirectory(Path.Combine(_root.Path, "copies", Guid.NewGuid().ToString("n"))).FullName;
        foreach (string file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    /// <summary>The blocks that have been used, by their place in the tail.</summary>
    private static List<(int Offset, TailBlockHeader Header)> Blocks(byte[] tail)
    {
        var blocks = new List<(int, TailBlockHeader)>();
        for (int at = TailFormat.FirstBlock; at < tail.Length; at += Unhurried.TailBlockBytes)
        {
            var header = System.Runtime.InteropServices.MemoryMarshal.Read<TailBlockHeader>(tail.AsSpan(at));
            if (header.Generation != 0)
                blocks.Add((at, header));
        }
        return blocks;
    }

    private static string Tail(string folder) => Path.Combine(folder, "tail");

    private static string Segment(string folder, int index) => Path.Combine(folder, $"segment-{index:D6}.msgpack");

    private static void Append(JournalWriter writer, long upTo)
    {
        for (long i = writer.NextSequence; i < upTo; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
        }
    }

    private static void AssertReads(string folder, long events, int? segments = null)
    {
        using JournalReader reader = JournalReader.Open(folder);
        Assert.Equal(events, Read(reader));
        Assert.Equal((0, 0, false), (reader.TruncatedRecords, reader.TruncatedBytes, reader.ClosedCleanly));
        Assert.Equal(segments ?? reader.Segments, reader.Segments);
    }

    private static long Read(JournalReader reader)
    {
        long count = 0;
        for (; reader.TryRead(out Event e, out long sequence); count++)
        {
            Event wanted = Samples.Level(count);
            Assert.Equal(count, sequence);
            Assert.True(Samples.Bytes(in wanted).SequenceEqual(Samples.Bytes(in e)));
        }
        return count;
    }
}
