using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.WarmUp;

namespace LowLatencyMM.Bench.Frames;

/// <summary>
/// From a frame's bytes to the decision, and no further: parser, ring and core are the live ones; there is no journal, and nothing is
/// signed. Orders are answered as the exchange would, so that they rest.
/// </summary>
internal sealed class DecisionChain : IFrameChain, IDisposable
{
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly SequenceBarrier _barrier;
    private readonly TradingCore _core;
    private readonly ChainClock _clock = new();
    private readonly InProcessExchange _exchange;
    private DecisionBatch _decisions;

    public DecisionChain(EngineSettings settings, FeedMarket market)
    {
        _ring.AddGatingSequence(_consumed);
        _barrier = _ring.NewBarrier();
        _core = new TradingCore(settings);
        _exchange = new InProcessExchange(_ring, new ArrivalStamps(_ring), market, _clock);
    }

    /// <inheritdoc/>
    public long Orders => _exchange.Requests;

    /// <summary>Quotes that the core decided so far: another price, size, position or reason than before.</summary>
    public long Quotes { get; private set; }

    /// <inheritdoc/>
    public void Begin(long nowNs)
    {
        _clock.NowNs = nowNs;
        _exchange.Begin();
        Consume();
    }

    /// <inheritdoc/>
    public void Read(StreamKind stream, ReadOnlySpan<byte> frame, long nowNs)
    {
        _clock.NowNs = nowNs;
        _exchange.Read(stream, frame);
        Consume();
    }

    /// <inheritdoc/>
    public void Answer()
    {
        _exchange.Answer();
        Consume();
    }

    /// <summary>What there is to show of the core.</summary>
    public CoreStatus Status()
    {
        var status = default(CoreStatus);
        _core.CopyStatus(ref status);
        return status;
    }

    public void Dispose() => _ring.Dispose();

    private void Consume()
    {
        long next = _consumed.Value + 1;
        long available = _barrier.Available(next);
        for (; next <= available; next++)
        {
            _core.OnEvent(in _ring[next], next, ref _decisions);
            if (_decisions.Count > 0)
                Note();
            _consumed.SetValue(next);
        }
    }

    private void Note()
    {
        for (int i = 0; i < _decisions.Count; i++)
        {
            ref Event decision = ref _decisions[i];
            if (decision.Kind == EventKind.QuoteDecision)
                Quotes++;
            if (decision.Kind != EventKind.OrderSent)
                continue;
            _exchange.PublishSent(in decision);
            _exchange.Note(in decision);
        }
    }
}
