using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>What the reader makes of journals that were torn, cut, flipped or mixed up.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Count = 20;

    private static readonly JournalOptions SmallSegments = new() { SegmentBytes = JournalOptions.MinSegmentBytes };

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_tail_torn_at_any_byte_is_cut_and_reported_and_the_rest_is_read()
    {
        string folder = Write(Count);
        byte[] whole = WithoutTrailer(folder);
        int last = LastRecord(whole);

        for (int kept = last + 1; kept < whole.Length; kept++)
        {
            Replace(folder, 0, whole.AsSpan(0, kept));

            using JournalReader reader = JournalReader.Open(folder);
            Assert.Equal(Count - 1, Samples.ReadAll(reader).Length);
            Assert.Equal(1, reader.TruncatedRecords);
            Assert.InRange(reader.TruncatedBytes, 1, kept - last);
            Assert.Equal((SegmentPath(folder, 0), last), reader.TruncatedAt);
            Assert.False(reader.ClosedCleanly);
        }
    }

    [Fact]
    public void A_tail_torn_inside_a_segment_of_full_size_is_cut_and_reported()
    {
        string folder = Write(Count);
        byte[] whole = WithoutTrailer(folder);
        byte[] segment = new byte[JournalOptions.MinSegmentBytes];
        whole.AsSpan(0, whole.Length - 1).CopyTo(segment);
        Replace(folder, 0, segment);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(Count - 1, Samples.ReadAll(reader).Length);
        Assert.Equal((1, whole.Length - 1 - LastRecord(whole)), (reader.TruncatedRecords, reader.TruncatedBytes));
    }

    [Fact]
    public void Data_that_end_between_two_records_without_a_trailer_are_no_damage()
    {
        string folder = Write(Count);
        Replace(folder, 0, [.. WithoutTrailer(folder), .. new byte[100]]);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(Count, Samples.ReadAll(reader).Length);
        Assert.Equal((0, 0), (reader.TruncatedRecords, reader.TruncatedBytes));
        Assert.False(reader.ClosedCleanly);
    }

    [Theory]
    [InlineData(0xff)]
    [InlineData(0x01)]
    [InlineData(0x80)]
    public void A_byte_flipped_anywhere_before_the_last_record_is_corruption_with_its_place(int bits)
    {
        string folder = Write(Count);
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        List<int> records = Records(whole);
        int header = records[1];

        for (int i = header; i < records[^1]; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= (byte)bits;
            Replace(folder, 0, flipped);

            JournalCorruptException corrupt = AssertCorrupt(folder);

            int record = records.FindLastIndex(offset => offset <= i);
            Assert.Equal(SegmentPath(folder, 0), corrupt.Path);
            Assert.Equal(records[record], corrupt.Offset);
            Assert.Equal(record - 1, corrupt.Sequence);
        }
    }

    [Fact]
    public void A_byte_set_to_zero_where_a_record_begins_is_corruption_not_the_end()
    {
        string folder = Write(Count);
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        foreach (int offset in Records(whole)[1..^1])
        {
            byte[] zeroed = [.. whole];
            zeroed[offset] = 0;
            Replace(folder, 0, zeroed);

            Assert.Equal(offset, AssertCorrupt(folder).Offset);
        }
    }

    [Fact]
    public void A_byte_flipped_anywhere_in_the_first_header_is_corruption()
    {
        string folder = Write(Count);
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        for (int i = 0; i < Records(whole)[1]; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= 0x21;
            Replace(folder, 0, flipped);

            Assert.Equal(0, Assert.Throws<JournalCorruptException>(() => JournalReader.Open(folder)).Offset);
        }
    }

    [Fact]
    public void A_flipped_header_of_a_later_segment_is_corruption()
    {
        string folder = WriteSegments();
        byte[] second = File.ReadAllBytes(SegmentPath(folder, 1));
        second[40] ^= 1;
        Replace(folder, 1, second);

        JournalCorruptException corrupt = AssertCorrupt(folder);

        Assert.Equal((SegmentPath(folder, 1), 0), (corrupt.Path, corrupt.Offset));
    }

    [Fact]
    public void A_header_torn_right_behind_a_finished_segment_is_a_torn_tail()
    {
        string folder = WriteSegments();
        string[] segments = Directory.GetFiles(folder).Order().ToArray();
        long before = CountEvents(folder, segments[..^1]);
        string last = segments[^1];
        File.WriteAllBytes(last, File.ReadAllBytes(last).AsSpan(0, 700).ToArray());

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(before, Samples.ReadAll(reader).Length);
        Assert.Equal((1, 700), (reader.TruncatedRecords, reader.TruncatedBytes));
        Assert.Equal((last, 0), reader.TruncatedAt);
    }

    [Fact]
    public void A_missing_middle_segment_is_corruption_that_names_it()
    {
        string folder = WriteSegments();
        File.Delete(SegmentPath(folder, 1));

        Assert.Equal(SegmentPath(folder, 1), AssertCorrupt(folder).Path);
    }

    [Fact]
    public void A_missing_first_segment_is_corruption_that_names_it()
    {
        string folder = WriteSegments();
        File.Delete(SegmentPath(folder, 0));

        Assert.Equal(SegmentPath(folder, 0), Assert.Throws<JournalCorruptException>(() => JournalReader.Open(folder)).Path);
    }

    [Fact]
    public void A_missing_last_segment_is_corruption()
    {
        string folder = WriteSegments();
        File.Delete(Directory.GetFiles(folder).Max()!);

        Assert.Contains("no segment", AssertCorrupt(folder).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_of_another_session_is_corruption()
    {
        string folder = WriteSegments();
        string other = WriteSegments();
        File.Copy(SegmentPath(other, 1), SegmentPath(folder, 1), overwrite: true);

        Assert.Equal(SegmentPath(folder, 1), AssertCorrupt(folder).Path);
    }

    [Fact]
    public void A_segment_replaced_by_a_whole_one_with_other_events_breaks_the_chain()
    {
        string folder = WriteSegments(shift: 0);
        byte[] own = File.ReadAllBytes(SegmentPath(folder, 0));
        byte[] other = File.ReadAllBytes(SegmentPath(WriteSegments(shift: 1), 0));
        List<int> records = Records(other);
        byte[] mixed = [.. own.AsSpan(0, Records(own)[1]), .. other.AsSpan(records[1]..records[^1])];
        // Complete with the right trailer, so that only the next segment's header can tell.
        byte[] trailer = PlainEncoder.Record([records.Count - 2L, 65_535L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, (long)Hash(mixed)]);
        Replace(folder, 0, [.. mixed, .. trailer]);

        JournalCorruptException corrupt = AssertCorrupt(folder);

        Assert.Equal((SegmentPath(folder, 1), 0), (corrupt.Path, corrupt.Offset));
        Assert.Contains("a header that follows a segment of hash", corrupt.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trailer_for_other_records_is_corruption()
    {
        string folder = Write(Count);
        byte[] whole = WithoutTrailer(folder);
        byte[] trailer = PlainEncoder.Record([(long)Count, 65_535L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, (long)Hash(whole) ^ 1]);
        Replace(folder, 0, [.. whole, .. trailer]);

        Assert.Contains("a trailer for records of hash", AssertCorrupt(folder).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_behind_the_end_of_the_session_is_corruption()
    {
        string folder = Write(Count);
        File.Copy(SegmentPath(folder, 0), SegmentPath(folder, 1));

        Assert.Contains("after the trailer that ends the session", AssertCorrupt(folder).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_taken_out_is_corruption_by_its_sequence()
    {
        string folder = Write(Count);
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        List<int> records = Records(whole);
        Replace(folder, 0, [.. whole.AsSpan(0, records[10]), .. whole.AsSpan(records[11])]);

        JournalCorruptException corrupt = AssertCorrupt(folder);

        Assert.Equal(("sequence 10", "sequence 9", records[10], 9), (corrupt.Found, corrupt.Expected, corrupt.Offset, corrupt.Sequence));
    }

    [Fact]
    public void Anything_behind_the_trailer_is_corruption()
    {
        string folder = Write(Count);
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        Replace(folder, 0, [.. whole, 0, 0, 7]);

        Assert.Equal(whole.Length, AssertCorrupt(folder).Offset);
    }

    [Fact]
    public void Zeros_behind_the_trailer_are_what_a_kill_before_the_cut_leaves()
    {
        string folder = Write(Count);
        Replace(folder, 0, [.. File.ReadAllBytes(SegmentPath(folder, 0)), .. new byte[5_000]]);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(Count, Samples.ReadAll(reader).Length);
        Assert.True(reader.ClosedCleanly);
    }

    [Fact]
    public void A_torn_record_in_a_segment_that_others_follow_is_corruption()
    {
        string folder = WriteSegments();
        byte[] first = File.ReadAllBytes(SegmentPath(folder, 0));
        Replace(folder, 0, first.AsSpan(0, first.Length - 30));

        Assert.Equal(SegmentPath(folder, 0), AssertCorrupt(folder).Path);
    }

    [Fact]
    public void A_kill_between_a_trailer_and_the_next_header_loses_nothing()
    {
        string folder = WriteSegments();
        string[] segments = Directory.GetFiles(folder).Order().ToArray();
        long before = CountEvents(folder, segments[..^1]);
        File.WriteAllBytes(segments[^1], new byte[JournalOptions.MinSegmentBytes]);

        using JournalReader reader = JournalReader.Open(folder);

        Assert.Equal(before, Samples.ReadAll(reader).Length);
        Assert.Equal((0, false), (reader.TruncatedRecords, reader.ClosedCleanly));
    }

    [Fact]
    public void A_journal_that_is_still_being_written_reads_up_to_what_was_appended()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), SmallSegments);
        for (long i = 0; i < 1_000; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
        }

        using JournalReader reader = JournalReader.Open(_root.Path);

        Assert.Equal(1_000, Samples.ReadAll(reader).Length);
        Assert.False(reader.ClosedCleanly);
    }

    [Fact]
    public void Reading_changes_no_file()
    {
        string folder = Write(Count);
        byte[] torn = WithoutTrailer(folder)[..^3];
        Replace(folder, 0, torn);

        using (JournalReader reader = JournalReader.Open(folder))
            Samples.ReadAll(reader);

        Assert.Equal(torn, File.ReadAllBytes(SegmentPath(folder, 0)));
        Assert.Single(Directory.GetFiles(folder));
    }

    private string Write(int count) =>
        JournalRoundTripTests.Write(_root.Path, Enumerable.Range(0, count).Select(i => Samples.Level(i)), SmallSegments);

    private string WriteSegments(int shift = 0)
    {
        string folder = JournalRoundTripTests.Write(
            _root.Path, Enumerable.Range(0, 1_200).Select(i => Samples.Level(i + (i == 5 ? shift : 0))), SmallSegments);
        Assert.True(Directory.GetFiles(folder).Length >= 4);
        return folder;
    }

    private static JournalCorruptException AssertCorrupt(string folder)
    {
        using JournalReader reader = JournalReader.Open(folder);
        return Assert.Throws<JournalCorruptException>(() => Samples.ReadAll(reader));
    }

    private static string SegmentPath(string folder, int index) => Path.Combine(folder, $"segment-{index:D6}.msgpack");

    private static void Replace(string folder, int index, ReadOnlySpan<byte> bytes) =>
        File.WriteAllBytes(SegmentPath(folder, index), bytes.ToArray());

    private static byte[] WithoutTrailer(string folder)
    {
        byte[] whole = File.ReadAllBytes(SegmentPath(folder, 0));
        return whole[..Records(whole)[^1]];
    }

    private static int LastRecord(byte[] segment) => Records(segment)[^1];

    /// <summary>Where each record begins: header first, trailer last.</summary>
    private static List<int> Records(byte[] segment)
    {
        var offsets = new List<int>();
        for (int at = 0; at < segment.Length; at += MessagePack.LengthOf(segment.AsSpan(at)))
            offsets.Add(at);
        return offsets;
    }

    /// <summary>The format's hash of records, from its description.</summary>
    private static uint Hash(byte[] segment)
    {
        uint register = uint.MaxValue;
        List<int> ends = [.. Records(segment).Skip(1), segment.Length];
        foreach (int end in ends)
        {
            for (int i = end - 1; i >= end - 4; i--)
                register = System.Numerics.BitOperations.Crc32C(register, segment[i]);
        }
        return register;
    }

    private static long CountEvents(string folder, string[] segments) =>
        segments.Sum(segment => Records(File.ReadAllBytes(Path.Combine(folder, segment))).Count - 2);
}
