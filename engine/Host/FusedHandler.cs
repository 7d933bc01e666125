using System.Runtime.CompilerServices;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Estimates;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host;

/// <summary>
/// The engine's one hot thread in the fused topology: journal, core, gateway as consecutive calls, in this order, so that no order
/// leaves before the event that caused it is in the journal. Allocates nothing, locks nothing, waits for nothing.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="core">The core.</param>
/// <param name="gateway">The gateway, whose clock is the handler's too.</param>
/// <param name="gauges">What the engine measures of itself.</param>
/// <param name="stamps">When the ring's frames were parsed and published.</param>
/// <param name="streams">Streams that the core may distrust; null for none.</param>
/// <param name="fits">Who fits volatilities; null for none.</param>
/// <param name="ahead">Signs aside what the core has planned; null if nobody does.</param>
public sealed class FusedHandler<TSink>(
    JournalWriter journal, TradingCore core, OrderGateway<TSink> gateway, EngineGauges gauges, ArrivalStamps stamps, StreamSet? streams = null,
    FitWorker? fits = null, SigningAhead? ahead = null) : IEventHandler<Event>
    where TSink : struct, IRequestSink
{
    private DecisionBatch _decisions;
    private long _takenNs;

    /// <inheritdoc/>
    /// <remarks>
    /// Never inlined: whoever rehearses calls it from elsewhere than the engine's thread does, and would warm a copy of the code otherwise.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void OnEvent(ref Event data, long sequence, bool endOfBatch)
    {
        if (IsFirst(in data))
            _takenNs = gateway.Sink.NowNs();
        journal.Append(in data, sequence);
        if (core.Quote(in data, sequence, ref _decisions))
            Steer(in data, sequence);
        ahead?.Offer(core);
        if (data.Kind == EventKind.Timer)
        {
            gauges.Publish(core, sequence + 1);
            fits?.Offer(core);
        }
        else if (data.Kind == EventKind.StreamDistrusted)
        {
            streams?.Renew(data.Market, (StreamId)data.StreamDistrusted.Distrusted);
        }
    }

    /// <summary>Each reads a part of what the next events may need, so that it is in the caches, and changes nothing. By the same thread.</summary>
    public Func<long>[] Touches() => [TouchArrivals, core.Touch, gateway.Touch];

    private long TouchArrivals() => journal.Touch() + CacheLines.Touch(in _decisions) + stamps.Touch();

    /// <summary>Whether the thread begins with something new. Frames of books and trades stand in the ring in one piece.</summary>
    private static bool IsFirst(in Event e) =>
        (e.Flags & EventFlags.FrameStart) != 0 || e.Kind is not (EventKind.BookLevel or EventKind.PublicTrade);

    /// <summary>
    /// The clock is read for what may be of use only: for a quote that changed, and for the decisions that risk and order steering add.
    /// </summary>
    private void Steer(in Event cause, long sequence)
    {
        int quoted = _decisions.Count;
        long decidedNs = quoted > 0 ? gateway.Sink.NowNs() : 0;
        core.Steer(sequence, ref _decisions);
        if (_decisions.Count > quoted)
            Send(in cause, Stamps(in cause, sequence, decidedNs));
        else if (quoted > 0)
            gateway.Process(ref _decisions);
    }

    private void Send(in Event cause, in DecisionStamps passed)
    {
        journal.BeforeSend();
        gateway.Process(ref _decisions, in passed);
        gauges.Record(in cause, ref _decisions);
    }

    private DecisionStamps Stamps(in Event cause, long sequence, long decidedNs)
    {
        long riskNs = gateway.Sink.NowNs();
        long parsedNs = cause.ReceiveNs, publishedNs = cause.ReceiveNs;
        if (stamps.TryGet(sequence, out long parsed, out long published))
        {
            parsedNs = gateway.Sink.NsOf(parsed);
            publishedNs = gateway.Sink.NsOf(published);
        }
        return new DecisionStamps(cause.ReceiveNs, parsedNs, publishedNs, _takenNs, decidedNs == 0 ? riskNs : decidedNs, riskNs);
    }
}
