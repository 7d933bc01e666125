using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

public sealed class SigningLadderTests : IDisposable
{
    private const long NowNs = GatewayFixture.DecidedNs;
    private readonly OrderPlan _plan = new(new OrderSettings { PlannedOrders = 32 }, 1);
    private readonly NonceSource _nonces = new();
    private readonly SigningLadder _ladder = new(new OrderTerms(TestAccount.Market, TestAccount.PositionId), TestAccount.NewSigner(), market: 0);

    public SigningLadderTests() => _nonces.Add(1_000, 1_000_000);

    public void Dispose() => _ladder.Dispose();

    [Fact]
    public void A_planned_order_is_found_with_the_signature_that_signing_it_inline_gives()
    {
        PlanAround(84_000);
        SignAll();
        using StarkSigner inline = TestAccount.NewSigner();
        for (long ticks = 83_992; ticks < 84_008; ticks++)
        {
            Event decision = Take(Side.Buy, ticks);
            SignedOrder signed = default;
            Assert.Equal(LadderFind.Ready, _ladder.Find(decision.OrderSent, ref signed, out _));
            Assert.True(new OrderTerms(TestAccount.Market, TestAccount.PositionId).TryBuild(decision, out OrderMessage message));
            Felt hash = inline.HashOrder(message);
            Assert.Equal(SignStatus.Signed, inline.Sign(hash, out StarkSignature signature));
            SignedOrder expected = default;
            expected.Set(hash, signature);
            Assert.Equal($"{signature.R}\",\"s\":\"{signature.S}", Encoding.ASCII.GetString(signed.Text));
            Assert.True(MemoryMarshal.AsBytes(new ReadOnlySpan<OrderSignedPayload>(in expected.Payload))
                .SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<OrderSignedPayload>(in signed.Payload))));
        }
    }

    [Fact]
    public void The_orders_nearest_to_the_quote_are_signed_first()
    {
        PlanAround(84_000);
        Assert.True(_ladder.SignNext() && _ladder.SignNext());
        Assert.Equal(LadderFind.Ready, Find(Take(Side.Buy, 84_000)));
        Assert.Equal(LadderFind.Ready, Find(Take(Side.Sell, 84_100)));
        Assert.Equal(LadderFind.NotReady, Find(Take(Side.Buy, 84_001)));
    }

    [Fact]
    public void An_order_of_an_older_plan_is_never_found()
    {
        PlanAround(84_000);
        SignAll();
        Event old = Take(Side.Buy, 84_000);
        PlanAround(84_000);
        SignAll();
        Event anew = Take(Side.Buy, 84_000);
        Assert.NotEqual(old.OrderSent.Nonce, anew.OrderSent.Nonce);
        Assert.Equal(LadderFind.NotPlanned, Find(old));
        Assert.Equal(LadderFind.Ready, Find(anew));
    }

    [Fact]
    public void Any_field_that_differs_is_not_the_planned_order()
    {
        PlanAround(84_000);
        SignAll();
        Event planned = Take(Side.Buy, 84_000);
        foreach (Action<OrderSent> change in (Action<OrderSent>[])
            [o => o.Value.Nonce++, o => o.Value.QuantitySteps++, o => o.Value.ExpiryMs += 1_000, o => o.Value.PriceTicks += 16, o => o.Value.Side = Side.Sell])
        {
            var order = new OrderSent { Value = planned.OrderSent };
            change(order);
            SignedOrder signed = default;
            Assert.Equal(LadderFind.NotPlanned, _ladder.Find(order.Value, ref signed, out _));
        }
    }

    [Fact]
    public void A_price_that_cannot_be_settled_is_passed_over_and_the_others_are_signed()
    {
        _plan.Plan(Side.Buy, 1, long.MaxValue / 2, NowNs, _nonces);
        _plan.Plan(Side.Sell, 84_100, 500, NowNs, _nonces);
        Assert.True(_ladder.Offer(_plan));
        Assert.False(_ladder.IsDone);
        SignAll();
        Assert.True(_ladder.IsDone);
        Assert.Equal(LadderFind.Ready, Find(Take(Side.Sell, 84_100)));
    }

    [Fact]
    public void While_another_thread_signs_what_is_found_is_always_the_order_that_was_asked_for()
    {
        using var inline = TestAccount.NewSigner();
        bool stop = false;
        var signing = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
                _ladder.SignNext();
        });
        signing.Start();
        int ready = 0;
        var random = new Random(20_261_122);
        var terms = new OrderTerms(TestAccount.Market, TestAccount.PositionId);
        for (int turn = 0; turn < 2_000_000 && ready < 300; turn++)
        {
            long centre = 84_000 + random.Next(-3, 4);
            PlanAround(centre);
            Event decision = Take(Side.Buy, centre);
            SignedOrder signed = default;
            for (int look = 0; look < 50; look++)
            {
                if (_ladder.Find(decision.OrderSent, ref signed, out _) != LadderFind.Ready)
                {
                    Thread.Yield();
                    continue;
                }
                Assert.True(terms.TryBuild(decision, out OrderMessage message));
                Felt hash = inline.HashOrder(message);
                Assert.Equal(hash, Number(signed.Payload.Hash));
                Assert.True(StarkCurve.Verify(inline.PublicKey, hash, Number(signed.Payload.R), Number(signed.Payload.S)));
                ready++;
                break;
            }
        }
        Volatile.Write(ref stop, true);
        signing.Join();
        Assert.Equal(300, ready);
    }

    [Fact]
    public void Offering_finding_and_signing_allocate_nothing()
    {
        Run(20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(40);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                PlanAround(84_000 + i);
                SignAll();
                Find(Take(Side.Buy, 84_000 + i));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_is_the_same_to_the_byte_whether_it_was_signed_ahead_or_not(bool isAhead)
    {
        using var fixture = new GatewayFixture(ahead: isAhead ? new SigningAhead(_ladder) : null);
        using var plain = new GatewayFixture();
        PlanAround(84_000);
        SignAll();
        Event decision = Take(Side.Buy, 84_003);
        foreach (GatewayFixture gateway in new[] { fixture, plain })
        {
            gateway.Batch.Clear();
            gateway.Batch.Add(EventKind.OrderSent, 0, NowNs).OrderSent = decision.OrderSent;
            gateway.Process();
        }
        Assert.Equal(plain.Sent.Requests[0].Bytes, fixture.Sent.Requests[0].Bytes);
        Assert.Equal(isAhead ? 1 : 0, fixture.Gateway.Ahead.Ready);
    }

    [Fact]
    public void Whatever_is_planned_signed_and_decided_in_whatever_order_the_bytes_are_those_of_an_engine_that_signs_inline()
    {
        Gen<(int, int)> step = from what in Gen.Choose(0, 3) from ticks in Gen.Choose(-20, 20) select (what, ticks);
        int ready = 0, notReady = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithReplay(20_261_122, 7).WithMaxTest(12),
            Prop.ForAll(step.ArrayOf(60).ToArbitrary(), steps =>
            {
                using var slow = new SigningAhead(new SigningLadder(
                    new OrderTerms(TestAccount.Market, TestAccount.PositionId), TestAccount.NewSigner(), market: 0));
                using var ahead = new GatewayFixture(ahead: slow);
                using var inline = new GatewayFixture();
                var plan = new OrderPlan(new OrderSettings { PlannedOrders = 32, PlannedPriceToleranceBps = 0.5 }, 1);
                foreach ((int what, int ticks) in steps)
                {
                    Side side = ticks % 2 == 0 ? Side.Buy : Side.Sell;
                    if (what == 0)
                        plan.Plan(side, 84_000 + ticks, 500, NowNs, _nonces);
                    if (what == 1)
                        slow.Of(0).Offer(plan);
                    for (int signed = 0; what == 2 && signed < Math.Abs(ticks) / 4; signed++)
                        slow.SignNext();
                    if (what == 3 && plan.TryTake(side, 84_000 + ticks, 0, 500, NowNs, out PlannedOrder planned))
                        SendBoth(ahead, inline, side, planned);
                }
                ready += (int)ahead.Gateway.Ahead.Ready;
                notReady += (int)(ahead.Gateway.Ahead.NotReady + ahead.Gateway.Ahead.NotPlanned);
                Assert.Equal(inline.Sent.Requests.Select(request => request.Bytes), ahead.Sent.Requests.Select(request => request.Bytes));
            }));
        Assert.True(ready > 5 && notReady > 5, $"{ready} orders were signed ahead and {notReady} were not");
    }

    private static void SendBoth(GatewayFixture ahead, GatewayFixture inline, Side side, in PlannedOrder planned)
    {
        foreach (GatewayFixture gateway in new[] { ahead, inline })
        {
            gateway.Batch.Clear();
            ref OrderSentPayload order = ref gateway.Batch.Add(EventKind.OrderSent, 0, NowNs).OrderSent;
            GatewayFixture.FillSample(ref order);
            (order.Side, order.PriceTicks, order.Nonce, order.ExpiryMs) = (side, planned.PriceTicks, planned.Nonce, planned.ExpiryMs);
            gateway.Process();
        }
    }

    private void PlanAround(long bid)
    {
        _plan.Plan(Side.Buy, bid, 500, NowNs, _nonces);
        _plan.Plan(Side.Sell, bid + 100, 500, NowNs, _nonces);
        _ladder.Offer(_plan);
    }

    private void SignAll()
    {
        while (_ladder.SignNext())
        {
        }
    }

    private Event Take(Side side, long ticks)
    {
        Assert.True(_plan.TryTake(side, ticks, 0, 500, NowNs, out PlannedOrder planned));
        Event decision = default;
        decision.Begin(EventKind.OrderSent, EventFlags.None, 0, StreamId.Engine, NowNs);
        GatewayFixture.FillSample(ref decision.OrderSent);
        decision.OrderSent.Side = side;
        decision.OrderSent.PriceTicks = ticks;
        decision.OrderSent.Nonce = planned.Nonce;
        decision.OrderSent.ExpiryMs = planned.ExpiryMs;
        return decision;
    }

    private LadderFind Find(in Event decision)
    {
        SignedOrder signed = default;
        return _ladder.Find(decision.OrderSent, ref signed, out _);
    }

    private static Felt Number(in Bytes32 bigEndian)
    {
        Assert.True(Felt.TryParseHex("0x" + Convert.ToHexStringLower(bigEndian), out Felt number));
        return number;
    }

    private sealed class OrderSent
    {
        public OrderSentPayload Value;
    }
}
