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
/// <param name="gateway">The gateway.</param>
/// <param name="gauges">What the engine measures of itself.</param>
/// <param name="streams">Streams that the core may distrust; null for none.</param>
/// <param name="fits">Who fits volatilities; null for none.</param>
/// <param name="ahead">Signs aside what the core has planned; null if nobody does.</param>
public sealed class FusedHandler<TSink>(
    JournalWriter journal, TradingCore core, OrderGateway<TSink> gateway, EngineGauges gauges, StreamSet? streams = null,
    FitWorker? fits = null, SigningAhead? ahead = null) : IEventHandler<Event>
    where TSink : struct, IRequestSink
{
    private DecisionBatch _decisions;

    /// <inheritdoc/>
    public void OnEvent(ref Event data, long sequence, bool endOfBatch)
    {
        journal.Append(in data, sequence);
        _decisions.Clear();
        core.OnEvent(in data, sequence, ref _decisions);
        if (_decisions.Count > 0)
            Act(in data);
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

    private void Act(in Event cause)
    {
        journal.BeforeSend();
        gateway.Process(ref _decisions);
        gauges.Record(in cause, ref _decisions);
    }
}
