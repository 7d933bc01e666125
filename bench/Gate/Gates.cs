using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Bench.Gate.Kernels;
using LowLatencyMM.Bench.Orders;
using LowLatencyMM.Bench.Ring;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Bench.Gate;

/// <summary>All gates.</summary>
internal sealed class Gates : IDisposable
{
    private const int Frames = 2_000;
    private const int AheadFrames = 200;
    private const int HopEvents = 100_000;

    private readonly ScratchFolder _scratch = new();
    private readonly ScratchFolder _aheadScratch = new();
    private readonly SignedChain _ahead;
    private readonly FrameRun<SignedChain> _aheadRun;
    private readonly FrameSeries _ticking = FrameSeries.Ticking();
    private readonly SignedChain _signed;
    private readonly FrameRun<SignedChain> _signedRun;
    private readonly DecisionChain _decision;
    private readonly FrameRun<DecisionChain> _decisionRun;
    private readonly Batches _batches = new();
    private readonly SampleOrder _order = new();
    private readonly OrderRequests _requests = new();
    private readonly RiskChecks _risk = new();
    private readonly QuoteDecisions _quotes = new(QuoteModelKind.AvellanedaStoikov, GammaMode.Constant);
    private readonly BookUpdates _book = new();
    private readonly ParsedFrame _best = new(MarketFrames.BestBidAsk(BenchMarket.BidTicks));
    private readonly ParsedFrame _delta = new(MarketFrames.DeltaBehindTouch(90_000));
    private readonly JsonScan _json = new();
    private readonly MemoryWalk _memory = new();
    private readonly ChecksumChain _checksum = new();
    private readonly MultiplyChain _multiply = new();
    private readonly long[] _ticks = new long[Frames];
    private readonly byte[] _record = new byte[EventEncoder.RoomBytes];
    private readonly bool _allocates;
    private Event _event = JournalRun.BestBidAsk();
    private object? _allocated;

    /// <param name="allocates">Whether each path allocates one object, to see the allocation gates turn red.</param>
    public Gates(bool allocates)
    {
        _allocates = allocates;
        _signed = new SignedChain(BenchMarket.Repricing(), BenchMarket.Feed(), _scratch.Path);
        _signedRun = new FrameRun<SignedChain>(_signed);
        _ahead = new SignedChain(BenchMarket.EveryTick(), BenchMarket.Feed(), _aheadScratch.Path) { SignsAhead = true };
        _aheadRun = new FrameRun<SignedChain>(_ahead);
        _decision = new DecisionChain(BenchMarket.Resting(), BenchMarket.Feed());
        _decisionRun = new FrameRun<DecisionChain>(_decision);
        FrameSeries repricing = FrameSeries.Repricing();
        FrameSeries[] resting = FrameSeries.Resting();
        Allocations =
        [
            new("frame to signed request: parse, ring, journal, core, gateway", () => Allocated(() => _signedRun.Run(repricing, _ticks))),
            new("frame to request signed ahead, and the signing", () => Allocated(() => _aheadRun.Run(_ticking, _ticks.AsSpan(0, AheadFrames)))),
            .. resting.Select(series => new AllocationGate($"frame to decision: {series.Name}", () => Allocated(() => _decisionRun.Run(series, _ticks)))),
            new("ring, one producer: hop between two threads", () => HopBytes(new RingBuffer<Event>(4_096, 0, new YieldingWaitStrategy(), ProducerType.Single))),
            new("ring, many producers: hop between two threads", () => HopBytes(new RingBuffer<Event>(4_096, 512, new SpinThenYieldThenBlockWaitStrategy()))),
        ];
        FrameSeries changing = resting[1];
        Times =
        [
            TimeGate.Whole("parse best bid/ask : JSON scan", 500, n => _best.Parse(n), () => _json.Run(1_000)),
            TimeGate.Whole("parse delta of 5 levels : JSON scan", 250, n => _delta.Parse(n), () => _json.Run(1_000)),
            TimeGate.Whole("best bid/ask frame to decision : JSON scan", 200, n => _decisionRun.Run(changing, _ticks.AsSpan(0, n)), () => _json.Run(2_000)),
            new("best bid/ask frame to two requests signed ahead : JSON scan", 20, SignedAhead, () => _json.Run(1_000)),
            TimeGate.Whole("book, delta of 5 levels : memory walk", 500, n => _book.Apply(n), () => _memory.Run(5_000)),
            TimeGate.Whole("ring, batch of 16 events : memory walk", 200, n => _batches.ThroughRing(n), () => _memory.Run(5_000)),
            TimeGate.Whole("journal, encode an event : checksum chain", 3_000, Encode, () => _checksum.Run(60_000)),
            TimeGate.Whole("journal, decode an event : checksum chain", 3_000, Decode, () => _checksum.Run(60_000)),
            TimeGate.Whole("quote, Avellaneda-Stoikov : multiply chain", 500, n => _quotes.Decide(n), () => _multiply.Run(40_000)),
            TimeGate.Whole("risk, both sides of a quote : multiply chain", 500, n => _risk.Check(n), () => _multiply.Run(40_000)),
            TimeGate.Whole("encode an order : JSON scan", 500, n => _requests.Encode(n), () => _json.Run(1_000)),
            TimeGate.Whole("hash and sign an order : multiply chain", 10, n => _order.HashAndSign(n), () => _multiply.Run(100_000)),
        ];
        EventEncoder.Encode(in _event, 1_000_000, _record);
    }

    public AllocationGate[] Allocations { get; }

    public TimeGate[] Times { get; }

    public void Dispose()
    {
        _signed.Dispose();
        _decision.Dispose();
        _batches.Dispose();
        _order.Dispose();
        _requests.Dispose();
        _ahead.Dispose();
        _aheadScratch.Dispose();
        _scratch.Dispose();
    }

    private long Allocated(Action path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        path();
        Inject();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private long HopBytes(RingBuffer<Event> ring)
    {
        using var lane = new RingLane("ring", ring, spins: false);
        lane.NsPerEvent(HopEvents);
        lane.NsPerEvent(HopEvents);
        return lane.AllocatedBytes + Allocated(static () => { });
    }

    private void Inject()
    {
        if (_allocates)
            _allocated = new object();
        GC.KeepAlive(_allocated);
    }

    /// <summary>Only the frames' own time counts, as many times the median; what is signed between them is other threads' work in the engine.</summary>
    private long SignedAhead(int frames)
    {
        Span<long> ticks = _ticks.AsSpan(0, frames);
        _aheadRun.Run(_ticking, ticks);
        ticks.Sort();
        return frames * ticks[frames / 2];
    }

    private void Encode(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _event.StreamSeq++;
            EventEncoder.Encode(in _event, 1_000_000 + i, _record);
        }
    }

    private void Decode(int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (EventDecoder.TryDecode(_record, out Event _, out _) <= 0)
                throw new InvalidOperationException("An encoded event cannot be decoded.");
        }
    }
}
