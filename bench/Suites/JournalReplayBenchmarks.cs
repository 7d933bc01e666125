using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Codec;
using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Suites;

/// <summary>
/// Reading a prepared journal, as a replay does before the core sees an event: the reader, with all its checks, and the bare bytes through a
/// FileStream. Nanoseconds an event: 500 are two million events a second.
/// </summary>
public class JournalReplayBenchmarks
{
    private const int Events = 500_000;

    private readonly ScratchFolder _scratch = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private string _folder = "";

    [GlobalSetup]
    public void SetUp()
    {
        Event[][] kinds = [CodecEvents.BookLevel(), CodecEvents.BestBidAsk(), CodecEvents.BookLevel(), CodecEvents.PublicTrade()];
        using JournalWriter journal = JournalRun.Create(_scratch.Path);
        for (int i = 0; i < Events; i++)
            journal.Append(in kinds[i & 3][i / 4 % CodecEvents.Count], journal.NextSequence);
        _folder = journal.Folder;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long Reader()
    {
        using JournalReader reader = JournalReader.Open(_folder);
        long sum = 0;
        while (reader.TryRead(out Event e, out long sequence))
            sum += e.StreamSeq + sequence;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long BareBytes()
    {
        long bytes = 0;
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            using FileStream file = File.OpenRead(path);
            int count;
            while ((count = file.Read(_buffer)) > 0)
                bytes += count;
        }
        return bytes;
    }

    [GlobalCleanup]
    public void CleanUp() => _scratch.Dispose();
}
