using LowLatencyMM.Core.Events;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.Measurement;

/// <summary>Where the time of a session's orders went, from the stamps in its journal. One pass, flat memory.</summary>
public sealed class JournalLatency
{
    /// <summary>
    /// How many events an order's times may come after its cause: they must come within one turn of the ring, and no ring is as large as this.
    /// </summary>
    private const int Remembered = 1 << 20;

    private readonly EventKind[] _kinds = new EventKind[Remembered];
    private readonly bool[] _areTicks = new bool[Remembered];
    private readonly SortedDictionary<EventKind, LatencyHistogram> _causes = [];
    private OrderTimingPayload? _before;

    private JournalLatency(string session) => Session = session;

    /// <summary>All orders, replaces and cancels.</summary>
    public StageHistograms All { get; } = new();

    /// <summary>Orders and replaces whose signature was found ahead.</summary>
    public StageHistograms Ahead { get; } = new();

    /// <summary>Orders and replaces that were signed when they were decided.</summary>
    public StageHistograms Inline { get; } = new();

    /// <summary>Cancels.</summary>
    public StageHistograms Cancels { get; } = new();

    /// <summary>
    /// From a frame's last byte received to just before the send call, of orders and replaces: what the session's summary tells. A timer is no tick,
    /// and a cancel is no order.
    /// </summary>
    public LatencyHistogram TickToOrder { get; } = new();

    /// <summary>From received to just before the send call, by the kind of event that was the cause.</summary>
    public IReadOnlyDictionary<EventKind, LatencyHistogram> Causes => _causes;

    /// <summary>Those of <see cref="Inline"/> that had been planned, but not signed yet.</summary>
    public long NotReady { get; private set; }

    /// <summary>Requests that were handed to the transport.</summary>
    public long Sent { get; private set; }

    /// <summary>Requests that were handed to the transport and have no stamps: the engine that wrote them measured none.</summary>
    public long WithoutStamps => Sent - All.Orders;

    /// <summary>The session's name.</summary>
    public string Session { get; }

    /// <summary>Records of a torn tail that were left out.</summary>
    public long Truncated { get; private set; }

    /// <summary>Reads a session.</summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="from">Requests from this sequence on count.</param>
    /// <param name="to">Up to this one, inclusive.</param>
    /// <exception cref="JournalException">There is no journal, or it is corrupt, or of another version.</exception>
    public static JournalLatency Read(string path, long from = 0, long to = long.MaxValue)
    {
        using JournalReader journal = JournalReader.Open(path);
        var latency = new JournalLatency(journal.Header.SessionId);
        bool isCounted = false;
        while (journal.TryRead(out Event e, out long sequence))
        {
            // Signature and times belong to the request before them.
            bool follows = e.Kind is EventKind.OrderSigned or EventKind.OrderTiming;
            if (!follows && sequence > to)
                break;
            isCounted = follows ? isCounted : sequence >= from;
            latency.Take(in e, sequence, isCounted);
        }
        latency.Truncated = journal.TruncatedRecords;
        return latency;
    }

    private void Take(in Event e, long sequence, bool isCounted)
    {
        _kinds[sequence % Remembered] = e.Kind;
        _areTicks[sequence % Remembered] = e.Stream != StreamId.Engine;
        if (e.Kind == EventKind.OrderSent && isCounted && e.OrderSent is
            {
                BeforeSendNs: not 0, Request: RequestKind.Create or RequestKind.Replace or RequestKind.Cancel,
            })
            Sent++;
        if (e.Kind != EventKind.OrderTiming)
            return;
        if (isCounted)
            Record(in e.OrderTiming);
        _before = e.OrderTiming;
    }

    private void Record(in OrderTimingPayload timing)
    {
        long turnNs = _before is { } before && before.CauseSequence == timing.CauseSequence ? before.AfterSendNs : timing.RiskNs;
        All.Record(in timing, turnNs);
        StageHistograms group = timing.Signing switch
        {
            OrderSigning.Ahead => Ahead,
            OrderSigning.None => Cancels,
            _ => Inline,
        };
        group.Record(in timing, turnNs);
        if (timing.Signing == OrderSigning.InlineNotReady)
            NotReady++;
        long cause = timing.CauseSequence % Remembered;
        if (!_causes.TryGetValue(_kinds[cause], out LatencyHistogram? byCause))
            _causes.Add(_kinds[cause], byCause = new LatencyHistogram());
        byCause.Record(timing.BeforeSendNs);
        if (_areTicks[cause] && group != Cancels)
            TickToOrder.Record(timing.BeforeSendNs);
    }
}
