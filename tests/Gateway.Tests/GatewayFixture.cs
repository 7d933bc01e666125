using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

/// <summary>A gateway between a recording sink and a small ring that the test consumes by hand.</summary>
internal sealed class GatewayFixture : IDisposable
{
    public const long DecidedNs = 1_790_425_499_999_000_000;

    public const long ExpiryMs = 1_790_429_100_000;

    private readonly StarkSigner _signer = TestAccount.NewSigner();
    private readonly Sequence _consumed = new();
    private readonly SequenceBarrier _barrier;
    private DecisionBatch _batch;

    public GatewayFixture(MarketSettings? market = null, int ringSize = 1024, int reserve = 64, SigningAhead? ahead = null)
    {
        Ring = new RingBuffer<Event>(ringSize, reserve, new BusySpinWaitStrategy());
        Ring.AddGatingSequence(_consumed);
        _barrier = Ring.NewBarrier();
        using var apiKey = new SecretText(TestAccount.ApiKey);
        Gateway = new OrderGateway<RecordingSink>(
            new RecordingSink(Sent), Ring, market ?? TestAccount.Market, _signer, TestAccount.PositionId, TestAccount.Target, apiKey, ahead);
    }

    public RingBuffer<Event> Ring { get; }

    public RecordingSink.Record Sent { get; } = new();

    public OrderGateway<RecordingSink> Gateway { get; }

    public ref DecisionBatch Batch => ref _batch;

    /// <summary>The order of the sample request.</summary>
    public static void FillSample(ref OrderSentPayload order)
    {
        order.CauseSequence = 7;
        order.Request = RequestKind.Create;
        order.OwnId = 0x1_0000_0001;
        order.Side = Side.Buy;
        order.PriceTicks = 84_070;
        order.QuantitySteps = 500;
        order.Nonce = 1_473_459_052;
        order.ExpiryMs = ExpiryMs;
    }

    public ref OrderSentPayload AddOrder()
    {
        ref Event decision = ref _batch.Add(EventKind.OrderSent, 0, DecidedNs);
        FillSample(ref decision.OrderSent);
        return ref decision.OrderSent;
    }

    /// <summary>Processes the batch, and gives what came into the ring.</summary>
    /// <param name="stamps">The stages before the gateway; none if nobody measured.</param>
    public Event[] Process(DecisionStamps stamps = default)
    {
        Gateway.Process(ref _batch, stamps);
        _batch.Clear();
        return Consume();
    }

    /// <summary>Takes everything that is published.</summary>
    public Event[] Consume()
    {
        var events = new List<Event>();
        long next = _consumed.Value + 1;
        for (long available = _barrier.Available(next); next <= available; next++)
            events.Add(Ring[next]);
        _consumed.SetValue(next - 1);
        return [.. events];
    }

    /// <summary>The event whose turn it is; its slot stays taken until <see cref="Advance"/>.</summary>
    public Event ConsumeOne()
    {
        long next = _consumed.Value + 1;
        Assert.True(_barrier.Available(next) >= next);
        return Ring[next];
    }

    /// <summary>Frees the slot of the event whose turn it was.</summary>
    public void Advance() => _consumed.SetValue(_consumed.Value + 1);

    public void Dispose()
    {
        Gateway.Dispose();
        _signer.Dispose();
        Ring.Dispose();
    }
}
