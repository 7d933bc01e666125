using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Gateway;
using LowLatencyMM.Journal;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Replay.Tests;

/// <summary>
/// The engine in one thread, as small as it can be: ring, journal, core and the real gateway, one after the other. Events from outside
/// arrive in bursts, so that decisions come around with other events in between.
/// </summary>
internal sealed class SessionRecorder<TCore> : IDisposable where TCore : struct, ICoreHandler
{
    private readonly RingBuffer<Event> _ring = new(1 << 12, 1 << 11, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly SequenceBarrier _barrier;
    private readonly StarkSigner _signer;
    private readonly OrderGateway<LoopbackSink> _gateway;
    private readonly JournalWriter _journal;
    private TCore _core;
    private DecisionBatch _decisions;

    public SessionRecorder(string root, TCore core, SessionHeader? header = null, long segmentBytes = 64 * 1024)
    {
        header ??= TestSession.Header;
        _core = core;
        _ring.AddGatingSequence(_consumed);
        _barrier = _ring.NewBarrier();
        using StarkPrivateKey key = TestSession.Key();
        SigningDomain domain = new(header.Domain.Name, header.Domain.Version, header.Domain.ChainId, header.Domain.Revision);
        _signer = new StarkSigner(key, domain, (uint)header.PositionId);
        using var apiKey = new SecretText("canary-api-key");
        var target = new HttpTarget { Host = "localhost", BasePath = "/api/v1", UserAgent = "test" };
        _gateway = new OrderGateway<LoopbackSink>(
            new LoopbackSink(this), _ring, header.Settings.Market, _signer, (uint)header.PositionId, target, apiKey);
        _journal = JournalWriter.Create(root, header, new JournalOptions { SegmentBytes = segmentBytes });
    }

    /// <summary>The session's folder.</summary>
    public string Folder => _journal.Folder;

    /// <summary>Changes what is journaled: the event in place, or false to leave it out.</summary>
    public Tampering? Tamper { get; init; }

    /// <summary>The core, in place.</summary>
    public ref TCore Core => ref _core;

    /// <summary>Orders that were sent, to be answered.</summary>
    public List<Event> Sent { get; } = [];

    /// <summary>Events journaled.</summary>
    public long Events => _journal.NextSequence;

    private long NowNs { get; set; } = TestSession.StartNs;

    public delegate bool Tampering(ref Event e, long sequence);

    public void Publish(in Event e)
    {
        NowNs = Math.Max(NowNs, e.ReceiveNs);
        Assert.True(_ring.TryNext(1, out long sequence));
        _ring[sequence] = e;
        _ring.Publish(sequence);
    }

    /// <summary>Handles what is published, with all that comes of it, or only the first so many.</summary>
    public void Run(int atMost = int.MaxValue)
    {
        long next = _consumed.Value + 1;
        for (int i = 0; i < atMost && _barrier.Available(next) >= next; i++, next++)
        {
            Handle(_ring[next], next);
            _consumed.SetValue(next);
        }
    }

    /// <summary>Returns when the segments have all that was recorded.</summary>
    public void MakeDurable() => _journal.MakeDurable();

    public void Dispose()
    {
        _journal.Dispose();
        _gateway.Dispose();
        _signer.Dispose();
        _ring.Dispose();
    }

    private void Handle(Event e, long sequence)
    {
        Event recorded = e;
        if (Tamper is null || Tamper(ref recorded, sequence))
            _journal.Append(recorded, _journal.NextSequence);
        if (e.Kind == EventKind.OrderSent)
            Sent.Add(e);
        _decisions.Clear();
        _core.OnEvent(e, sequence, ref _decisions);
        _gateway.Process(ref _decisions);
    }

    private readonly struct LoopbackSink(SessionRecorder<TCore> recorder) : IRequestSink
    {
        public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind) =>
            new(SendOutcome.Sent, NowNs(), NowNs());

        public SendOutcome Control(in Event orderSent) => SendOutcome.Sent;

        public long NowNs() => recorder.NowNs += 1_000;

        public long NsOf(long timestamp) => timestamp;
    }
}
