using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>
/// Feeds recorded events to a core and holds every decision that it makes against the one recorded. Knows nothing of files; orders with
/// signatures go on to a <see cref="SignatureCheck"/>.
/// </summary>
/// <remarks>
/// <para>
/// Decisions are compared in the order of their making: a decision comes back through the ring after the event that caused it, with
/// other producers' events in between, but never out of order. Each recorded event, decision or not, is then given to the core, as
/// the engine gave it.
/// </para>
/// <para>Allocates nothing per event; memory does not depend on the journal's length.</para>
/// </remarks>
public sealed class ReplayCheck<TCore> where TCore : struct, ICoreHandler
{
    /// <summary>
    /// How many events a decision may come after its cause. It must come within one turn of the ring that the engine ran with; no
    /// ring is as large as this.
    /// </summary>
    public const long DueWithin = 1 << 20;

    private readonly DecisionQueue _due = new();
    private readonly SignatureCheck _signatures;
    private TCore _core;
    private DecisionBatch _decisions;
    private Event _order;
    private bool _signatureDue;
    private QuoteReason _reason;

    /// <summary>Takes the core, fresh, and where signed orders go.</summary>
    public ReplayCheck(TCore core, SignatureCheck signatures)
    {
        _core = core;
        _signatures = signatures;
    }

    /// <summary>The core, in place.</summary>
    public ref TCore Core => ref _core;

    /// <summary>Events taken.</summary>
    public long Events { get; private set; }

    /// <summary>Orders, replaces, cancels, queries and changes of the quoting reason.</summary>
    public long Decisions { get; private set; }

    /// <summary>Recorded events that were compared with replayed ones.</summary>
    public long Compared { get; private set; }

    /// <summary>Decisions made that have not come up in the journal yet.</summary>
    public int Due => _due.Count;

    /// <summary>Sequence of the last event taken; -1 before the first.</summary>
    public long LastSequence { get; private set; } = -1;

    /// <summary>Takes the next recorded event; gives the difference if there is one, after which nothing more may be taken.</summary>
    public Divergence? Take(in Event e, long sequence)
    {
        if ((_signatureDue || e.Kind == EventKind.OrderSigned) && CheckSigned(e, sequence) is { } unsigned)
            return unsigned;
        if (DecisionComparison.IsDecision(e.Kind))
        {
            if (CompareDecision(e, sequence) is { } different)
                return different;
        }
        else if (_due.Count > 0 && sequence - CauseOf(_due.First) > DueWithin)
        {
            return Missing(sequence);
        }

        LastSequence = sequence;
        Events++;
        _decisions.Clear();
        _core.OnEvent(e, sequence, ref _decisions);
        if (_decisions.Count > 0)
            _due.Enqueue(ref _decisions);
        return null;
    }

    /// <summary>
    /// The journal ends. One that was closed in order has every decision; in one that was not, those made last may be missing, because
    /// the engine ended before they came around.
    /// </summary>
    public Divergence? Complete(bool closedInOrder)
    {
        if (!closedInOrder)
            return null;
        if (_signatureDue)
            return SignatureMissing();
        return _due.Count > 0 ? Missing(LastSequence) : null;
    }

    private Divergence? CompareDecision(in Event e, long sequence)
    {
        if (_due.Count == 0)
            return new Divergence(sequence, e.Kind, Divergence.WholeEvent, DecisionComparison.Summarize(e), "no decision");
        ref readonly Event replayed = ref _due.First;
        if (!DecisionComparison.AreEqual(e, replayed))
            return DescribeDifference(e, replayed, sequence);
        _due.RemoveFirst();
        Compared++;
        Count(e);
        return e.Kind == EventKind.OrderSent ? CheckOrder(e, sequence) : null;
    }

    private static Divergence DescribeDifference(in Event recorded, in Event replayed, long sequence)
    {
        long recordedCause = CauseOf(recorded), replayedCause = CauseOf(replayed);
        if (recordedCause < replayedCause)
        {
            return new Divergence(sequence, recorded.Kind, Divergence.WholeEvent, DecisionComparison.Summarize(recorded),
                $"no such decision; the next is {DecisionComparison.Summarize(replayed)}");
        }
        if (replayedCause < recordedCause)
        {
            return new Divergence(sequence, replayed.Kind, Divergence.WholeEvent,
                $"no such decision; the next is {DecisionComparison.Summarize(recorded)}", DecisionComparison.Summarize(replayed));
        }
        return DecisionComparison.Describe(sequence, recorded, replayed);
    }

    private Divergence? CheckOrder(in Event e, long sequence)
    {
        if (e.OrderSent.Request is not (RequestKind.Create or RequestKind.Replace))
            return null;
        if (e.OrderSent.Outcome != SendOutcome.Refused)
        {
            _order = e;
            _signatureDue = true;
            return null;
        }
        return _signatures.IsSignable(e)
            ? new Divergence(sequence, e.Kind, nameof(OrderSentPayload.Outcome), nameof(SendOutcome.Refused), "can be signed")
            : null;
    }

    private Divergence? CheckSigned(in Event e, long sequence)
    {
        if (e.Kind != EventKind.OrderSigned)
            return SignatureMissing();
        if (!_signatureDue)
        {
            return new Divergence(sequence, e.Kind, Divergence.WholeEvent, DecisionComparison.Summarize(e),
                "no order right before it to be signed");
        }
        _signatureDue = false;
        return _signatures.Add(sequence, _order, e);
    }

    private Divergence SignatureMissing() =>
        new(LastSequence, EventKind.OrderSigned, Divergence.WholeEvent, "no signature right after the order",
            $"a signature of {DecisionComparison.Summarize(_order)}");

    private Divergence Missing(long sequence) =>
        new(sequence, _due.First.Kind, Divergence.WholeEvent, "no such decision", DecisionComparison.Summarize(_due.First));

    private void Count(in Event e)
    {
        if (e.Kind == EventKind.OrderSent)
        {
            if (e.OrderSent.Request is RequestKind.Create or RequestKind.Replace or RequestKind.Cancel or RequestKind.MassCancel or RequestKind.Query)
                Decisions++;
        }
        else if (e.Kind == EventKind.QuoteDecision && e.QuoteDecision.Reason != _reason)
        {
            _reason = e.QuoteDecision.Reason;
            Decisions++;
        }
    }

    // The cause is the first word of every decision.
    private static long CauseOf(in Event decision) => decision.QuoteDecision.CauseSequence;
}
