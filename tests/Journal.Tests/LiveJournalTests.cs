using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class LiveJournalTests : IDisposable
{
    private const long Events = 200_000;
    private const long Burst = 10;

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_journal_that_is_being_written_is_never_called_corrupt_and_every_reader_gets_a_beginning_of_it()
    {
        using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header());
        using var stop = new CancellationTokenSource();
        var writing = new Thread(() => Write(writer, stop.Token));
        writing.Start();
        try
        {
            for (long read = 0; read < Events;)
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

    private static void Write(JournalWriter writer, CancellationToken stop)
    {
        for (long i = 0; i < Events && !stop.IsCancellationRequested; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
            // So slow that readers reach the end of the data again and again.
            if (i % Burst == 0)
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
