using BenchmarkDotNet.Attributes;
using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Suites;

/// <summary>An event as a record with checksum, and back; without and with the journal's file.</summary>
public class JournalBenchmarks
{
    private const int Operations = 1_000;

    private readonly ScratchFolder _scratch = new();
    private readonly byte[] _record = new byte[4_096];
    private Event _event = JournalRun.BestBidAsk();
    private JournalWriter _journal = null!;
    private long _sum;

    [GlobalSetup]
    public void SetUp()
    {
        _journal = JournalRun.Create(_scratch.Path);
        EventEncoder.Encode(in _event, 1_000_000, _record);
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Append()
    {
        long sequence = _journal.NextSequence;
        for (int i = 0; i < Operations; i++)
        {
            _event.StreamSeq++;
            _journal.Append(in _event, sequence + i);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Encode()
    {
        Span<byte> room = stackalloc byte[EventEncoder.RoomBytes];
        for (int i = 0; i < Operations; i++)
            _sum += EventEncoder.Encode(in _event, 1_000_000 + i, room);
        return _sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Decode()
    {
        for (int i = 0; i < Operations; i++)
        {
            EventDecoder.TryDecode(_record, out Event decoded, out long sequence);
            _sum += decoded.StreamSeq + sequence;
        }
        return _sum;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _journal.Dispose();
        _scratch.Dispose();
    }
}
