using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>Writers against the list of what was appended, whatever happens to them and when.</summary>
public sealed class TailPropertyTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int Mixes = 8;

    /// <summary>Each waits for the disk many times; more with <c>LLMM_LONG=1</c>.</summary>
    private static readonly int Cases = Environment.GetEnvironmentVariable("LLMM_LONG") == "1" ? 400 : 25;

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20_261_122, 1).WithEndSize(40);

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Whatever_is_appended_flushed_closed_or_killed_all_that_was_appended_is_read()
    {
        Gen<Run> runs =
            from options in Options()
            from steps in Gen.Zip(Gen.Elements(Step.Append, Step.Append, Step.Flush, Step.Read), Gen.Choose(1, 900)).ListOf()
            from isClosed in Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
            select new Run(options, [.. steps], isClosed);

        Check.One(Seeded, Prop.ForAll(runs.ToArbitrary(), run =>
        {
            JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), run.Options);
            long appended = 0;
            foreach ((Step step, int events) in run.Steps)
            {
                if (step == Step.Flush)
                    writer.MakeDurable();
                else if (step == Step.Read)
                    AssertReads(writer.Folder, appended, isClosed: false);
                else
                    appended = Append(writer, appended + events);
            }
            if (run.IsClosed)
                writer.Close();
            else
                writer.Abandon();
            AssertReads(writer.Folder, appended, run.IsClosed);
            Directory.Delete(writer.Folder, recursive: true);
        }));
    }

    [Fact]
    public void After_a_power_failure_all_that_was_durable_is_read_and_nothing_else_than_was_appended_whatever_pages_of_the_tail_are_old()
    {
        Gen<(JournalOptions Options, List<int> Appends, int Seed)> failures =
            from options in Options()
            from appends in Gen.Choose(1, 700).ListOf(6)
            from seed in Gen.Choose(0, int.MaxValue)
            select (options with { FlushInterval = TimeSpan.FromHours(1), TailBlocks = Math.Max(options.TailBlocks, 8) }, appends.ToList(), seed);
        int more = 0;

        Check.One(Seeded, Prop.ForAll(failures.ToArbitrary(), failure =>
        {
            var random = new System.Random(failure.Seed);
            using JournalWriter writer = JournalWriter.Create(_root.Path, Samples.Header(), failure.Options);
            List<byte[]> tails = [File.ReadAllBytes(Tail(writer.Folder))];
            string segments = "";
            long durable = 0;
            long appended = 0;
            foreach (int events in failure.Appends)
            {
                appended = Append(writer, appended + events);
                tails.Add(File.ReadAllBytes(Tail(writer.Folder)));
                if (segments.Length > 0 && random.Next(3) == 0)
                    continue;
                writer.MakeDurable();
                durable = writer.DurableSequence;
                tails.Add(File.ReadAllBytes(Tail(writer.Folder)));
                segments = Copy(writer.Folder, segments);
            }
            writer.Abandon();
            AddEmptySegments(writer.Folder, segments);
            for (int mix = 0; mix < Mixes; mix++)
            {
                File.WriteAllBytes(Tail(segments), Mixed(tails, random));
                using JournalReader reader = JournalReader.Open(segments);
                long read = Read(reader);
                Assert.InRange(read, durable, appended);
                Assert.False(reader.ClosedCleanly);
                more += read > durable ? 1 : 0;
            }
            Directory.Delete(writer.Folder, recursive: true);
            Directory.Delete(segments, recursive: true);
        }));

        // The tail was of use at times.
        Assert.InRange(more, Cases, Mixes * Cases);
    }

    private static Gen<JournalOptions> Options() =>
        from segmentKiB in Gen.Choose(16, 80)
        from blockPages in Gen.Choose(2, 8)
        from blocks in Gen.Choose(2, 20)
        from interval in Gen.Elements(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1))
        select new JournalOptions
        {
            SegmentBytes = segmentKiB * 1024,
            TailBlockBytes = blockPages * PageBytes,
            TailBlocks = blocks,
            FlushInterval = interval,
        };

    /// <summary>Each page as it was at some time; the first one never changes.</summary>
    private static byte[] Mixed(List<byte[]> tails, System.Random random)
    {
        byte[] mixed = [.. tails[^1]];
        int oneIsOldIn = 1 << random.Next(1, 7);
        for (int page = PageBytes; page < mixed.Length; page += PageBytes)
        {
            if (random.Next(oneIsOldIn) == 0)
                tails[random.Next(tails.Count)].AsSpan(page, PageBytes).CopyTo(mixed.AsSpan(page));
        }
        return mixed;
    }

    /// <summary>A segment's file is durable before it is used.</summary>
    private static void AddEmptySegments(string folder, string copy)
    {
        foreach (string file in Directory.GetFiles(folder).Where(file => !File.Exists(Path.Combine(copy, Path.GetFileName(file)))))
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), new byte[new FileInfo(file).Length]);
    }

    private string Copy(string folder, string before)
    {
        if (before.Length > 0)
            Directory.Delete(before, recursive: true);
        string copy = Directory.CreateDirectory(Path.Combine(_root.Path, "copies", Guid.NewGuid().ToString("n"))).FullName;
        foreach (string file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static string Tail(string folder) => Path.Combine(folder, "tail");

    private static long Append(JournalWriter writer, long upTo)
    {
        for (long i = writer.NextSequence; i < upTo; i++)
        {
            Event e = Samples.Level(i);
            writer.Append(in e, i);
        }
        return upTo;
    }

    private static void AssertReads(string folder, long events, bool isClosed)
    {
        using JournalReader reader = JournalReader.Open(folder);
        Assert.Equal(events, Read(reader));
        Assert.Equal((0, isClosed), (reader.TruncatedRecords, reader.ClosedCleanly));
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

    private enum Step
    {
        Append,
        Flush,
        Read,
    }

    private sealed record Run(JournalOptions Options, List<(Step Step, int Events)> Steps, bool IsClosed);
}
