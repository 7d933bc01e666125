using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class WriterTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void What_was_appended_becomes_durable_without_being_asked()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header());
        Append(writer, 0, 1_000);

        Assert.True(SpinWait.SpinUntil(() => writer.DurableSequence == 1_000 || writer.Failure is not null, TimeSpan.FromSeconds(30)));

        Assert.Null(writer.Failure);
    }

    [Fact]
    public void With_durable_before_send_all_is_durable_when_the_call_returns()
    {
        var options = new JournalOptions { Durability = Durability.BeforeSend, FlushInterval = TimeSpan.FromHours(1) };
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), options);
        for (long i = 0; i < 10; i++)
        {
            Append(writer, i, i + 1);
            writer.BeforeSend();
            Assert.Equal(i + 1, writer.DurableSequence);
        }
    }

    [Fact]
    public void With_group_commit_the_call_before_sending_does_not_wait_for_the_disk()
    {
        var options = new JournalOptions { FlushInterval = TimeSpan.FromHours(1) };
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), options);
        Append(writer, 0, 10);

        writer.BeforeSend();

        Assert.Equal(0, writer.DurableSequence);
    }

    [Fact]
    public void A_sequence_that_does_not_follow_is_refused_and_nothing_is_written()
    {
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), firstSequence: 5);
        Event e = Samples.Level(0);

        Assert.Contains("sequence 6 does not follow; expected 5", Assert.Throws<ArgumentException>(() => writer.Append(in e, 6)).Message, StringComparison.Ordinal);

        writer.Append(in e, 5);
        writer.Close();
        using JournalReader reader = JournalReader.Open(writer.Folder);
        Assert.Single(Samples.ReadAll(reader));
    }

    [Fact]
    public void An_event_without_a_record_is_refused_and_leaves_the_journal_whole()
    {
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header());
        Append(writer, 0, 3);
        Event text = default;
        text.Begin(EventKind.Text, EventFlags.None, 0, StreamId.Engine, 1);
        text.Text.Length = 81;

        Assert.Throws<ArgumentException>(() => writer.Append(in text, 3));

        Append(writer, 3, 6);
        writer.Close();
        using JournalReader reader = JournalReader.Open(writer.Folder);
        Assert.Equal(6, Samples.ReadAll(reader).Length);
        Assert.True(reader.ClosedCleanly);
    }

    [Fact]
    public void After_the_end_nothing_can_be_appended()
    {
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header());
        writer.Close();
        writer.Close();
        Event e = Samples.Level(0);

        Assert.Throws<ObjectDisposedException>(() => writer.Append(in e, 0));
    }

    [Fact]
    public void Closing_cuts_the_segment_and_removes_the_one_kept_ready_and_the_tail()
    {
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header());
        Append(writer, 0, 100);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(writer.Folder).Length == 3, TimeSpan.FromSeconds(30)));

        writer.Close();

        string segment = Assert.Single(Directory.GetFiles(writer.Folder));
        // A hundred events, and the header with the configuration.
        Assert.InRange(new FileInfo(segment).Length, 100 * 30, 100 * 100);
    }

    [Fact]
    public void A_disk_without_room_for_a_segment_is_an_io_error_and_leaves_no_file()
    {
        string path = Path.Combine(_root.Path, "segment");

        Assert.Throws<IOException>(() => SegmentFile.Create(path, 1L << 50, index: 0));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_failure_behind_the_scenes_surfaces_at_the_next_append_and_what_was_appended_is_kept()
    {
        var options = new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes };
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), options);
        // A file in the way of a segment to come.
        File.WriteAllText(Path.Combine(writer.Folder, "segment-000003.msgpack"), "");

        long appended = 0;
        var failed = Assert.Throws<JournalWriteException>(() =>
        {
            for (; appended < 10_000; appended++)
                Append(writer, appended, appended + 1);
        });
        writer.Close();

        Assert.Contains("segment-000003.msgpack", failed.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(failed.InnerException);
        Assert.Equal(appended, writer.NextSequence);
        File.Delete(Path.Combine(writer.Folder, "segment-000003.msgpack"));
        using JournalReader reader = JournalReader.Open(writer.Folder);
        Assert.Equal(appended, Samples.ReadAll(reader).Length);
    }

    [Fact]
    public void A_failure_that_no_append_has_shown_surfaces_at_closing()
    {
        JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes });
        File.WriteAllText(Path.Combine(writer.Folder, "segment-000002.msgpack"), "");

        Append(writer, 0, EventsInOneSegment() + 1);
        Assert.True(SpinWait.SpinUntil(() => writer.Failure is not null, TimeSpan.FromSeconds(30)));

        Assert.Throws<JournalWriteException>(writer.Close);

        writer.Close();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(JournalOptions.MinSegmentBytes - 1)]
    [InlineData(JournalOptions.MaxSegmentBytes + 1)]
    public void A_segment_size_out_of_range_is_refused_before_a_file_is_made(long bytes)
    {
        Assert.ThrowsAny<ArgumentException>(() => JournalWriter.Create(_root.Path, Samples.Header(), new JournalOptions { SegmentBytes = bytes }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.Path));
    }

    /// <summary>Events after which the smallest segment is full.</summary>
    private int EventsInOneSegment()
    {
        string folder = JournalRoundTripTests.Write(
            Path.Combine(_root.Path, "measured"), Enumerable.Range(0, 1_000).Select(i => Samples.Level(i)),
            new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes });
        ReadOnlySpan<byte> segment = File.ReadAllBytes(Path.Combine(folder, "segment-000000.msgpack"));
        int records = 0;
        for (; segment.Length > 0; records++)
            segment = segment[MessagePack.LengthOf(segment)..];
        return records - 2;
    }

    private static void Append(JournalWriter writer, long from, long to)
    {
        for (long i = from; i < to; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
        }
    }
}
