using System.Numerics;
using System.Runtime.CompilerServices;
using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Bench.Ring;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Gate;

/// <summary>All gates.</summary>
internal sealed class Gates : IDisposable
{
    private const int Frames = 2_000;
    private const int HopEvents = 100_000;

    private readonly ScratchFolder _scratch = new();
    private readonly SignedChain _signed;
    private readonly FrameRun<SignedChain> _signedRun;
    private readonly DecisionChain _decision;
    private readonly FrameRun<DecisionChain> _decisionRun;
    private readonly Batches _batches = new();
    private readonly SampleOrder _order = new();
    private readonly BookUpdates _book = new();
    private readonly ParsedFrame _best = new(MarketFrames.BestBidAsk(BenchMarket.BidTicks));
    private readonly ParsedFrame _delta = new(MarketFrames.DeltaBehindTouch(90_000));
    private readonly long[] _ticks = new long[Frames];
    private Event _event = JournalRun.BestBidAsk();

    public Gates()
    {
        _signed = new SignedChain(BenchMarket.Repricing(), BenchMarket.Feed(), _scratch.Path);
        _signedRun = new FrameRun<SignedChain>(_signed);
        _decision = new DecisionChain(BenchMarket.Resting(), BenchMarket.Feed());
        _decisionRun = new FrameRun<DecisionChain>(_decision);
        FrameSeries repricing = FrameSeries.Repricing();
        FrameSeries[] resting = FrameSeries.Resting();
        Allocations =
        [
            new("frame to signed request: parse, ring, journal, core, gateway", () => Allocated(() => _signedRun.Run(repricing, _ticks))),
            .. resting.Select(series => new AllocationGate($"frame to decision: {series.Name}", () => Allocated(() => _decisionRun.Run(series, _ticks)))),
            new("ring, one producer: hop between two threads", () => HopBytes(new RingBuffer<Event>(4_096, 0, new YieldingWaitStrategy(), ProducerType.Single))),
            new("ring, many producers: hop between two threads", () => HopBytes(new RingBuffer<Event>(4_096, 512, new SpinThenYieldThenBlockWaitStrategy()))),
        ];
        FrameSeries changing = resting[1];
        Times =
        [
            new("parse best bid/ask : Utf8JsonReader's tokens", 0.56, () => _best.Parse(500), () => _best.Tokenise(500)),
            new("parse 5-level delta : Utf8JsonReader's tokens", 0.54, () => _delta.Parse(250), () => _delta.Tokenise(250)),
            new("best bid/ask frame to decision : Utf8JsonReader's tokens", 2.2, () => _decisionRun.Run(changing, _ticks.AsSpan(0, 200)), () => _best.Tokenise(200)),
            new("book, 5-level delta : SortedDictionary", 0.25, () => _book.Apply(200), () => _book.ApplyToDictionary(200)),
            new("journal, encode an event : CRC-32C of 128 bytes", 3.1, () => Encode(2_000), () => Checksum(2_000)),
            new("ring, batches of 16 : Channel", 0.42, () => _batches.ThroughRing(100), () => _batches.ThroughChannel(100)),
            new("hash and sign an order : 10,000 chained products", 6.9, () => _order.HashAndSign(2), () => Multiply(20_000)),
        ];
    }

    public AllocationGate[] Allocations { get; }

    public TimeGate[] Times { get; }

    /// <summary>What the references computed: kept so that no compiler leaves them out.</summary>
    public ulong Residue { get; private set; }

    public void Dispose()
    {
        _signed.Dispose();
        _decision.Dispose();
        _batches.Dispose();
        _order.Dispose();
        _scratch.Dispose();
    }

    private static long Allocated(Action path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        path();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long HopBytes(RingBuffer<Event> ring)
    {
        using var lane = new RingLane("ring", ring, spins: false);
        lane.NsPerEvent(HopEvents);
        lane.NsPerEvent(HopEvents);
        return lane.AllocatedBytes;
    }

    private void Encode(int times)
    {
        Span<byte> room = stackalloc byte[EventEncoder.RoomBytes];
        for (int i = 0; i < times; i++)
        {
            _event.StreamSeq++;
            Residue += (uint)EventEncoder.Encode(in _event, _event.StreamSeq, room);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Checksum(int times)
    {
        const int Words = Event.Size / sizeof(ulong);
        uint crc = (uint)Residue;
        for (int i = 0; i < times * Words; i++)
            crc = BitOperations.Crc32C(crc, (ulong)i);
        Residue += crc;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Multiply(int times)
    {
        ulong x = Residue | 1;
        for (int i = 0; i < times; i++)
            x = Math.BigMul(x, 0x9e37_79b9_7f4a_7c15, out ulong low) ^ BitOperations.RotateLeft(low, 17);
        Residue += x;
    }
}
