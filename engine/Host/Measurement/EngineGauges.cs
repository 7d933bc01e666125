using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Host.Measurement;

/// <summary>
/// What the engine's thread measures of itself: latencies, decisions, its own allocation, and the core's status for display.
/// Written by that thread only, read by any; allocates nothing.
/// </summary>
/// <param name="markets">Markets that are made.</param>
public sealed class EngineGauges(int markets = 1)
{
    private readonly StatusBoard<EngineStatus>[] _boards = [.. Enumerable.Range(0, markets).Select(_ => new StatusBoard<EngineStatus>())];
    private long _noncesUsed;
    private long _allocatedBytes;
    private long _firstOrderNs;

    /// <summary>From the arrival of the causing frame's last byte to immediately before the send call of an order or replace.</summary>
    public LatencyHistogram TickToOrder { get; } = new();

    /// <summary>Duration of the send call.</summary>
    public LatencyHistogram Send { get; } = new();

    /// <summary>Nonces that decided orders have used.</summary>
    public long NoncesUsed => Volatile.Read(ref _noncesUsed);

    /// <summary>When the first order was sent; 0 before.</summary>
    public long FirstOrderNs => Volatile.Read(ref _firstOrderNs);

    /// <summary>The newest status of account and first market; published at every timer event.</summary>
    public EngineStatus Status => StatusOf(0);

    /// <summary>The newest status of account and a market; published at every timer event.</summary>
    public EngineStatus StatusOf(int market) => _boards[market].Read();

    /// <summary>Measures what the gateway did with a batch of decisions.</summary>
    public void Record(in Event cause, ref DecisionBatch decisions)
    {
        for (int i = 0; i < decisions.Count; i++)
        {
            ref Event decision = ref decisions[i];
            if (decision.Kind == EventKind.OrderSent)
                RecordSent(in cause, in decision.OrderSent);
        }
    }

    /// <summary>Publishes the core's status.</summary>
    /// <param name="core">The core.</param>
    /// <param name="events">Events handled so far.</param>
    public void Publish(TradingCore core, long events)
    {
        _allocatedBytes = GC.GetAllocatedBytesForCurrentThread();
        PublishLast(core, events);
    }

    /// <summary>Publishes the core's last status, on any thread, when the engine's has ended.</summary>
    public void PublishLast(TradingCore core, long events)
    {
        var status = new EngineStatus { Events = events, AllocatedBytes = _allocatedBytes };
        for (int market = 0; market < _boards.Length; market++)
        {
            core.CopyStatus(market, ref status.Core);
            _boards[market].Write(in status);
        }
    }

    private void RecordSent(in Event cause, in OrderSentPayload sent)
    {
        if (sent.Nonce != 0)
            Volatile.Write(ref _noncesUsed, _noncesUsed + 1);
        if (sent.BeforeSendNs == 0)
            return;
        if (_firstOrderNs == 0 && sent.Request == RequestKind.Create)
            Volatile.Write(ref _firstOrderNs, sent.BeforeSendNs);
        Send.Record(sent.AfterSendNs - sent.BeforeSendNs);
        // A timer is no tick, and a cancel is no order.
        if (cause.Stream != StreamId.Engine && sent.Request is (RequestKind.Create or RequestKind.Replace))
            TickToOrder.Record(sent.BeforeSendNs - cause.ReceiveNs);
    }
}
