using System.Diagnostics;
using System.Globalization;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

public sealed class KilledWriterTests
{
    [Theory]
    [InlineData(64 * 1024 * 1024, 1)]
    [InlineData(64 * 1024, 1)]
    [InlineData(64 * 1024 * 1024, 3_600_000)]
    public void A_writer_killed_in_the_middle_loses_nothing_that_it_had_appended(long segmentBytes, int flushMilliseconds)
    {
        using var root = new TemporaryFolder();

        long appended = AppendUntilKilled(root.Path, segmentBytes, flushMilliseconds, atLeast: 50_000);

        using JournalReader reader = JournalReader.Open(root.Path);
        long count = 0;
        for (; reader.TryRead(out Event e, out long sequence); count++)
        {
            Event wanted = Samples.Level(count);
            Assert.Equal(count, sequence);
            Assert.True(Samples.Bytes(in wanted).SequenceEqual(Samples.Bytes(in e)));
        }
        Assert.True(count > appended, $"{count} events read, {appended + 1} appended");
        Assert.False(reader.ClosedCleanly);
    }

    /// <summary>The last sequence that the process reported before it was killed.</summary>
    private static long AppendUntilKilled(string root, long segmentBytes, int flushMilliseconds, long atLeast)
    {
        string[] arguments =
        [
            "exec", typeof(Program).Assembly.Location, "append", root, segmentBytes.ToString(CultureInfo.InvariantCulture),
            flushMilliseconds.ToString(CultureInfo.InvariantCulture),
        ];
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        long reported = -1;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            reported = long.Parse(line, CultureInfo.InvariantCulture);
            if (reported >= atLeast && !process.HasExited)
                process.Kill();
        }
        process.WaitForExit();
        Assert.True(reported >= atLeast, $"the writer ended by itself after {reported}");
        return reported;
    }
}
