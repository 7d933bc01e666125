using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

[Collection(nameof(GatewayAllocationTests))]
[CollectionDefinition(nameof(GatewayAllocationTests), DisableParallelization = true)]
public sealed class GatewayAllocationTests
{
    [Fact]
    public void Processing_a_batch_allocates_nothing()
    {
        using var ring = new RingBuffer<Event>(1024, 64, new BusySpinWaitStrategy());
        var consumed = new Sequence();
        ring.AddGatingSequence(consumed);
        using StarkSigner signer = TestAccount.NewSigner();
        using var apiKey = new SecretText(TestAccount.ApiKey);
        using var gateway = new OrderGateway<DroppingSink>(
            default, ring, TestAccount.Market, signer, TestAccount.PositionId, TestAccount.Target, apiKey);
        DecisionBatch batch = default;
        Run(gateway, ref batch, consumed, ring, 64);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(gateway, ref batch, consumed, ring, 256);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((64 + 256) * 3, gateway.Sink.Requests);
        Assert.Equal(64 + 256, gateway.Sink.Controls);
    }

    // A quote, two orders of changing price and size, a cancel, a query, an order that is refused.
    private static void Run(
        OrderGateway<DroppingSink> gateway, ref DecisionBatch batch, Sequence consumed, RingBuffer<Event> ring, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            batch.Clear();
            batch.Add(EventKind.QuoteDecision, 0, i);
            AddOrder(ref batch, RequestKind.Create, Side.Buy, 84_000 - i, 500 + i, i + 1);
            AddOrder(ref batch, RequestKind.Replace, Side.Sell, 84_001 + i, 400 + i, i + 1_000_000);
            AddOrder(ref batch, RequestKind.Cancel, Side.Buy, 0, 0, 0);
            AddOrder(ref batch, RequestKind.Query, Side.Buy, 0, 0, 0);
            AddOrder(ref batch, RequestKind.Create, Side.Buy, -1, 500, 1);
            gateway.Process(ref batch, new DecisionStamps(1, 1, 1, 1, 1, 1));
            consumed.SetValue(ring.Cursor);
        }
    }

    private static void AddOrder(ref DecisionBatch batch, RequestKind kind, Side side, long ticks, long steps, long nonce)
    {
        ref OrderSentPayload order = ref batch.Add(EventKind.OrderSent, 0, 1).OrderSent;
        GatewayFixture.FillSample(ref order);
        order.Request = kind;
        order.CancelOwnId = kind == RequestKind.Replace ? 1 : 0;
        order.Side = side;
        order.PriceTicks = ticks;
        order.QuantitySteps = steps;
        order.Nonce = nonce;
    }

    private struct DroppingSink : IRequestSink
    {
        private long _clock;

        public int Requests { get; private set; }

        public int Controls { get; private set; }

        public SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind)
        {
            Requests++;
            return new SendResult(SendOutcome.Sent, _clock++, _clock++);
        }

        public SendOutcome Control(in Event orderSent)
        {
            Controls++;
            return SendOutcome.Sent;
        }

        public long NowNs() => _clock++;

        public readonly long NsOf(long timestamp) => timestamp;
    }
}
