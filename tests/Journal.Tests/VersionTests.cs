using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>Records of older and newer versions, and foreign files.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_record_with_fewer_fields_reads_the_missing_ones_as_zero()
    {
        List<(Event Event, int Kept)> written =
        [
            .. Samples.EveryKind().SelectMany(e => Enumerable.Range(0, EventSchema.Of(e.Kind).Length).Select(kept => (e, kept))),
        ];

        using JournalReader reader = Session([.. written.SelectMany((w, i) => PlainEncoder.Encode(w.Event, i, w.Kept))]);

        Event[] read = Samples.ReadAll(reader);
        Assert.Equal(written.Count, read.Length);
        for (int i = 0; i < read.Length; i++)
        {
            int kept = written[i].Kept;
            Assert.Equal(PlainEncoder.Encode(written[i].Event, i, kept), PlainEncoder.Encode(read[i], i, kept));
            // Words that were kept are compared above; of the two kinds that are not made of words, only what is left out entirely.
            int firstMissing = read[i].Kind switch { EventKind.OrderSigned => 4 * kept, _ => kept };
            Assert.True(read[i].Words[firstMissing..].IndexOfAnyExcept(0) < 0, $"record {i}, kind {read[i].Kind}, {kept} fields kept");
        }
    }

    [Fact]
    public void A_record_with_more_fields_is_read_and_the_others_are_counted()
    {
        List<Event> events = Samples.EveryKind();
        object[] more = [7L, "new", 1.5, new byte[] { 1, 2 }, new object[] { 1L, new object[] { "deep" } }];

        using JournalReader reader = Session([.. events.SelectMany((e, i) => PlainEncoder.Encode(e, i, null, more))]);

        Samples.AssertEqual(events, Samples.ReadAll(reader));
        Assert.Equal(events.Count * more.Length, reader.UnknownFields);
        Assert.Equal(0, reader.UnknownRecords);
    }

    [Fact]
    public void Records_of_unknown_kinds_are_skipped_and_counted_and_keep_the_sequence()
    {
        byte[] unknown = PlainEncoder.Record([1L, 999L, 0L, 0L, 5L, 6L, 0L, 0L, "whatever", new object[] { 1L, 2L }]);
        byte[] empty = PlainEncoder.Record([2L, (long)EventSchema.KindCount, 0L, 0L, 0L, 0L, 0L, 0L]);

        using JournalReader reader = Session([.. PlainEncoder.Encode(Samples.Level(0), 0), .. unknown, .. empty, .. PlainEncoder.Encode(Samples.Level(3), 3)]);

        Assert.True(reader.TryRead(out _, out long first));
        Assert.True(reader.TryRead(out Event e, out long second));
        Assert.False(reader.TryRead(out _, out _));
        Assert.Equal((0, 3), (first, second));
        Event wanted = Samples.Level(3);
        Assert.True(Samples.Bytes(in wanted).SequenceEqual(Samples.Bytes(in e)));
        Assert.Equal(2, reader.UnknownRecords);
    }

    [Fact]
    public void A_field_of_another_type_is_corruption_that_names_it()
    {
        using JournalReader reader = Session(PlainEncoder.Record([0L, (long)EventKind.MarkPrice, 0L, 0L, 0L, 0L, 0L, 0L, 1.5]));

        var corrupt = Assert.Throws<JournalCorruptException>(() => reader.TryRead(out _, out _));

        Assert.Contains("PriceNano of MarkPrice", corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_version_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "s"));
        File.WriteAllBytes(
            Path.Combine(_root.Path, "s", "segment-000000.msgpack"), PlainEncoder.Record([0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 2L, "something else"]));

        var refused = Assert.Throws<JournalFormatException>(() => JournalReader.Open(Path.Combine(_root.Path, "s")));

        Assert.Contains("format version 2; this engine reads version 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"SNAPSHOT\"}", "not a journal's segment")]
    [InlineData("", "holds nothing")]
    [InlineData("\0\0\0\0", "holds nothing")]
    public void A_foreign_file_is_no_journal(string content, string message)
    {
        File.WriteAllText(Path.Combine(_root.Path, "segment-000000.msgpack"), content);

        var refused = Assert.Throws<JournalFormatException>(() => JournalReader.Open(_root.Path));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_an_empty_one_a_foreign_one_and_a_file_are_told_apart()
    {
        string missing = Path.Combine(_root.Path, "missing");
        string empty = Directory.CreateDirectory(Path.Combine(_root.Path, "empty")).FullName;
        string foreign = Directory.CreateDirectory(Path.Combine(_root.Path, "foreign")).FullName;
        string file = Path.Combine(foreign, "notes.txt");
        File.WriteAllText(file, "x");

        Assert.Contains("does not exist", Message(missing), StringComparison.Ordinal);
        Assert.Contains("it is empty", Message(empty), StringComparison.Ordinal);
        Assert.Contains("other files, e.g. 'notes.txt'", Message(foreign), StringComparison.Ordinal);
        Assert.Contains("is a file", Message(file), StringComparison.Ordinal);

        static string Message(string path) => Assert.Throws<JournalNotFoundException>(() => JournalReader.Open(path)).Message;
    }

    /// <summary>A session with a true header and the given records, without a trailer.</summary>
    private JournalReader Session(byte[] records)
    {
        string folder = JournalRoundTripTests.Write(_root.Path, [], new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes });
        string segment = Path.Combine(folder, "segment-000000.msgpack");
        byte[] written = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, [.. written.AsSpan(0, MessagePack.LengthOf(written)), .. records]);
        return JournalReader.Open(folder);
    }
}
