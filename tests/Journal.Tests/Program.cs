using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>A writer that waits to be killed: says how many events it has appended, and goes on.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        if (args is not ["append", string root, string segmentBytes, string flushMilliseconds])
        {
            Console.Error.WriteLine("usage: append ROOT SEGMENT_BYTES FLUSH_MILLISECONDS (the tests themselves run under dotnet test)");
            return 2;
        }
        var options = new JournalOptions
        {
            SegmentBytes = long.Parse(segmentBytes),
            FlushInterval = TimeSpan.FromMilliseconds(int.Parse(flushMilliseconds)),
        };
        using JournalWriter writer = JournalWriter.Create(root, Samples.Header(), options);
        for (long sequence = 0; ; sequence++)
        {
            Event e = Samples.Level(sequence);
            writer.Append(in e, sequence);
            if (sequence % 1_000 == 0)
                Console.Out.WriteLine(sequence);
        }
    }
}
