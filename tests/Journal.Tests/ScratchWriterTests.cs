using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class ScratchWriterTests
{
    [Fact]
    public void A_scratch_writer_takes_more_events_than_its_memory_holds_and_counts_them()
    {
        using JournalWriter writer = JournalWriter.Scratch(Samples.Header());
        List<Event> events = Samples.EveryKind();

        long sequence = 0;
        while (sequence < 50_000)
        {
            foreach (Event e in events)
            {
                writer.Touch();
                writer.Append(in e, sequence++);
            }
            writer.BeforeSend();
            writer.MakeDurable();
        }

        Assert.Equal(sequence, writer.NextSequence);
        Assert.Equal((0, "", 0, 0), (writer.DurableSequence, writer.Folder, writer.RolloverWaits, writer.TailWaits));
        Assert.Equal(Samples.Header(), writer.Header);
        Assert.Null(writer.Failure);
    }

    [Fact]
    public void A_scratch_writer_refuses_what_any_other_does()
    {
        JournalWriter writer = JournalWriter.Scratch(Samples.Header());
        Event e = Samples.Level(0);
        writer.Append(in e, 0);

        Assert.Throws<ArgumentException>(() => writer.Append(in e, 2));
        writer.Close();
        writer.Close();
        writer.Touch();

        Assert.Throws<ObjectDisposedException>(() => writer.Append(in e, 1));
    }
}
