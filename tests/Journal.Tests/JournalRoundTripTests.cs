using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class JournalRoundTripTests
{
    [Fact]
    public void Every_kind_of_event_comes_back_byte_for_byte()
    {
        using var root = new TemporaryFolder();
        List<Event> events = Samples.EveryKind();

        string folder = Write(root.Path, events, firstSequence: 7);

        using JournalReader reader = JournalReader.Open(folder);
        Samples.AssertEqual(events, Samples.ReadAll(reader));
        Assert.Equal(7, reader.FirstSequence);
        Assert.Equal(7 + events.Count, reader.NextSequence);
        Assert.True(reader.ClosedCleanly);
        Assert.Equal((0, 0, 0, 0), (reader.TruncatedRecords, reader.TruncatedBytes, reader.UnknownRecords, reader.UnknownFields));
    }

    [Fact]
    public void The_header_comes_back_whole_with_the_folders_name_as_session_id()
    {
        using var root = new TemporaryFolder();

        string folder = Write(root.Path, []);

        using JournalReader reader = JournalReader.Open(folder);
        Assert.Equal(Samples.Header() with { SessionId = Path.GetFileName(folder) }, reader.Header);
        Assert.StartsWith("20261118T110640.1234567Z-", reader.Header.SessionId, StringComparison.Ordinal);
        Assert.False(reader.TryRead(out _, out _));
        Assert.True(reader.ClosedCleanly);
    }

    [Fact]
    public void Many_small_segments_keep_the_order_and_hash_the_segment_before()
    {
        using var root = new TemporaryFolder();
        var options = new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes };
        const int Count = 20_000;

        string folder = Write(root.Path, Enumerable.Range(0, Count).Select(i => Samples.Level(i)), options);

        using JournalReader reader = JournalReader.Open(folder);
        for (long expected = 0; expected < Count; expected++)
        {
            Assert.True(reader.TryRead(out Event e, out long sequence));
            Event wanted = Samples.Level(expected);
            Assert.Equal(expected, sequence);
            Assert.True(Samples.Bytes(in wanted).SequenceEqual(Samples.Bytes(in e)));
        }
        Assert.False(reader.TryRead(out _, out _));
        Assert.False(reader.TryRead(out _, out _));
        Assert.True(reader.ClosedCleanly);
        Assert.InRange(reader.Segments, 50, 500);
        Assert.Equal(reader.Segments, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_root_opens_its_newest_session()
    {
        using var root = new TemporaryFolder();
        Write(root.Path, [Samples.Level(1)]);
        string newest = Write(root.Path, [Samples.Level(2)], header: Samples.Header() with { StartNs = Samples.StartNs + 100 });
        Write(root.Path, [Samples.Level(3)], header: Samples.Header() with { StartNs = Samples.StartNs - 100 });
        Directory.CreateDirectory(Path.Combine(root.Path, "99991231T235959.0000000Z-00000000"));

        using JournalReader reader = JournalReader.Open(root.Path);

        Assert.Equal(newest, reader.Folder);
    }

    internal static string Write(
        string root, IEnumerable<Event> events, JournalOptions? options = null, long firstSequence = 0, SessionHeader? header = null)
    {
        options ??= new JournalOptions { SegmentBytes = 16 * 1024 * 1024 };
        using JournalWriter writer = JournalWriter.Create(root, header ?? Samples.Header(), options, firstSequence);
        long sequence = firstSequence;
        foreach (Event e in events)
            writer.Append(in e, sequence++);
        Assert.Equal(sequence, writer.NextSequence);
        return writer.Folder;
    }
}
