using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class LiveJournalTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(200_000, 64 * 1024 * 1024, 64, 10)]
    [InlineData(100_000, 64 * 1024, 64, 1_000)]
    [InlineData(20_000, 16 * 1024, 2, 1_000)]
    public void A_journal_that_is_being_written_is_never_called_corrupt_and_every_reader_gets_a_beginning_of_it(
        long events, long segmentBytes, int tailBlocks, long burst)
    {
        var options = new JournalOptions { SegmentBytes = segmentBytes, TailBlockBytes = Math.Min(256 * 1024, (int)segmentBytes / 2), TailBlocks = tailBlocks };
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), options);
        using var stop = new CancellationTokenSource();
        var writing = new Thread(() => Write(writer, events, burst, stop.Token));
        writing.Start();
        try
        {
            for (long read = 0; read < events;)
            {
                long before = read;
                read = CountEvents(writer.Folder);
                Assert.True(read >= before, $"{read} events after {before}");
            }
        }
        finally
        {
            stop.Cancel();
            writing.Join();
        }
    }

    private static void Write(JournalWriter writer, long events, long burst, CancellationToken stop)
    {
        for (long i = 0; i < events && !stop.IsCancellationRequested; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
            // So slow that readers reach the end of the data again and again.
            if (i % burst == 0)
                Thread.SpinWait(2_000);
        }
    }

    private static long CountEvents(string folder)
    {
        using JournalReader reader = JournalReader.Open(folder);
        long count = 0;
        while (reader.TryRead(out _, out long sequence))
            Assert.Equal(count++, sequence);
        return count;
    }
}
