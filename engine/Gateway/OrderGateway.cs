using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// From approved decisions to finished requests: settles, hashes, signs and encodes each order, hands it to the sink, and gives
/// every decision with its outcome, hash and signature back to the ring.
/// </summary>
/// <remarks>
/// <para>
/// Hot path: allocates nothing, never throws for what an order holds. An order that cannot be settled, hashed, signed or encoded gets
/// <see cref="SendOutcome.Refused"/> and is not sent. Each order leaves as soon as it is signed; each market's buys and sells have a connection
/// each, so the second of two does not wait for the first one's answer.
/// </para>
/// <para>
/// A batch comes back as one contiguous claim: its decisions in the order of their making, after each order that was signed an
/// <see cref="EventKind.OrderSigned"/>, and after each request that was handed to the transport an <see cref="EventKind.OrderTiming"/>, if
/// the stages before the gateway were measured. The claim may use the ring's reserve, which producers outside leave free, so the
/// engine never waits for itself. One thread only.
/// </para>
/// </remarks>
public sealed class OrderGateway<TSink> : IDisposable where TSink : struct, IRequestSink
{
    private readonly RingBuffer<Event> _ring;
    private readonly StarkSigner _signer;
    private readonly MarketRequests[] _markets;
    private readonly CancelRequestTemplate _cancel;
    private readonly Outgoing[] _outgoing = new Outgoing[DecisionBatch.Capacity];
    private readonly SigningAhead? _ahead;
    private TSink _sink;

    /// <summary>Encodes everything that is the same for all orders of this account and one market.</summary>
    /// <param name="sink">Where requests go.</param>
    /// <param name="ring">Where decisions come back.</param>
    /// <param name="market">The market's rules; market index 0.</param>
    /// <param name="signer">Signs for the account.</param>
    /// <param name="positionId">The account's position, called vault in the API; the same that the signer has.</param>
    /// <param name="target">Host and path of the API.</param>
    /// <param name="apiKey">Copied into the requests' buffers, which <see cref="Dispose"/> zeroes.</param>
    /// <param name="ahead">Signatures made ahead; null if there are none.</param>
    /// <exception cref="ArgumentException">A value would not give a valid request; the message names it.</exception>
    public OrderGateway(
        TSink sink,
        RingBuffer<Event> ring,
        MarketSettings market,
        StarkSigner signer,
        uint positionId,
        HttpTarget target,
        SecretText apiKey,
        SigningAhead? ahead = null)
        : this(sink, ring, [market], signer, positionId, target, apiKey, ahead)
    {
    }

    /// <summary>Encodes everything that is the same for all orders of this account and each of its markets.</summary>
    /// <param name="sink">Where requests go.</param>
    /// <param name="ring">Where decisions come back.</param>
    /// <param name="markets">The markets' rules, by number.</param>
    /// <param name="signer">Signs for the account.</param>
    /// <param name="positionId">The account's position, called vault in the API; the same that the signer has.</param>
    /// <param name="target">Host and path of the API.</param>
    /// <param name="apiKey">Copied into the requests' buffers, which <see cref="Dispose"/> zeroes.</param>
    /// <param name="ahead">Signatures made ahead; null if there are none.</param>
    /// <exception cref="ArgumentException">A value would not give a valid request; the message names it.</exception>
    public OrderGateway(
        TSink sink,
        RingBuffer<Event> ring,
        IReadOnlyList<MarketSettings> markets,
        StarkSigner signer,
        uint positionId,
        HttpTarget target,
        SecretText apiKey,
        SigningAhead? ahead = null)
    {
        target.Validate();
        _sink = sink;
        _ring = ring;
        _signer = signer;
        _ahead = ahead;
        Ahead = ahead?.Uses ?? new SignedAhead(TimeProvider.System);
        _markets = [.. markets.Select((market, number) => new MarketRequests(market, (ushort)number, signer, positionId, target, apiKey))];
        _cancel = new CancelRequestTemplate(target, apiKey);
    }

    /// <summary>How often signing ahead spared the signing.</summary>
    public SignedAhead Ahead { get; }

    /// <summary>The sink, in place.</summary>
    public ref TSink Sink => ref _sink;

    /// <summary>As <see cref="Process(ref DecisionBatch, in DecisionStamps)"/>, where nobody measured: no timing is told.</summary>
    public void Process(ref DecisionBatch decisions) => Process(ref decisions, default);

    /// <summary>
    /// Sends what the batch asks for, fills outcome and send times into its events, and publishes them. Does nothing for an empty batch.
    /// </summary>
    /// <param name="decisions">What was decided.</param>
    /// <param name="stamps">When the batch passed the stages before the gateway.</param>
    /// <exception cref="RingExhaustedException">
    /// Even the reserve of the ring is used up, or the ring was halted: what was sent has no record. Fatal.
    /// </exception>
    public void Process(ref DecisionBatch decisions, in DecisionStamps stamps)
    {
        int count = decisions.Count;
        if (count == 0)
            return;
        int slots = count;
        for (int i = 0; i < count; i++)
        {
            ref Event decision = ref decisions[i];
            ref Outgoing outgoing = ref _outgoing[i];
            outgoing.IsSigned = false;
            outgoing.IsTimed = false;
            if (decision.Kind != EventKind.OrderSent)
                continue;
            outgoing.SignedNs = stamps.RiskNs;
            outgoing.Signing = OrderSigning.None;
            Execute(ref decision, ref outgoing);
            outgoing.IsTimed = stamps.Exist && decision.OrderSent.BeforeSendNs != 0;
            slots += (outgoing.IsSigned ? 1 : 0) + (outgoing.IsTimed ? 1 : 0);
        }
        Publish(ref decisions, slots, in stamps);
    }

    /// <summary>Reads what the next orders may need, so that it is in the caches.</summary>
    public long Touch()
    {
        long touched = CacheLines.Touch<Outgoing>(_outgoing.AsSpan(0, Math.Min(2 * _markets.Length, _outgoing.Length))) + (_ahead?.Touch() ?? 0);
        foreach (MarketRequests market in _markets)
            touched += market.Touch();
        return touched;
    }

    /// <summary>Zeroes the buffers that hold the API key.</summary>
    public void Dispose()
    {
        foreach (MarketRequests market in _markets)
            market.Dispose();
        _cancel.Dispose();
    }

    private void Execute(ref Event decision, ref Outgoing outgoing)
    {
        if (decision.Market >= _markets.Length)
        {
            decision.OrderSent.Outcome = SendOutcome.Refused;
            return;
        }
        switch (decision.OrderSent.Request)
        {
            case RequestKind.Create:
            case RequestKind.Replace:
                SendOrder(ref decision, ref outgoing);
                break;
            case RequestKind.Cancel when decision.OrderSent.OwnId > 0:
                ref OrderSentPayload cancel = ref decision.OrderSent;
                Send(decision.Market, ref cancel, _cancel.Encode(cancel.OwnId));
                break;
            case RequestKind.Query:
            case RequestKind.MassCancel:
                decision.OrderSent.Outcome = _sink.Control(decision);
                break;
            default:
                decision.OrderSent.Outcome = SendOutcome.Refused;
                break;
        }
    }

    private void SendOrder(ref Event decision, ref Outgoing outgoing)
    {
        ref OrderSentPayload order = ref decision.OrderSent;
        MarketRequests market = _markets[decision.Market];
        // An order that is found signed was settled when it was: only what is not signed remains to be checked.
        if (!OrderTerms.IsComplete(order))
        {
            order.Outcome = SendOutcome.Refused;
            return;
        }
        LadderFind found = Find(decision.Market, order, ref outgoing, out long signedAt);
        if (found == LadderFind.Ready || TrySign(market, in decision, ref outgoing.Order))
        {
            outgoing.SignedNs = _sink.NowNs();
            Send(decision.Market, ref order, market.Of(order.Side).Encode(order, outgoing.Order.Text));
            outgoing.IsSigned = true;
        }
        else
        {
            order.Outcome = SendOutcome.Refused;
        }
        // Reads a clock, for which the order need not wait.
        if (_ahead is not null)
            Ahead.Count(found, signedAt);
    }

    /// <summary>Looks for the signature that was made ahead; the order's fields are the same either way.</summary>
    private LadderFind Find(int market, in OrderSentPayload order, ref Outgoing outgoing, out long signedAt)
    {
        signedAt = 0;
        LadderFind found = _ahead is null ? LadderFind.NotPlanned : _ahead.Of(market).Find(order, ref outgoing.Order, out signedAt);
        outgoing.Signing = found switch
        {
            LadderFind.Ready => OrderSigning.Ahead,
            LadderFind.NotReady => OrderSigning.InlineNotReady,
            _ => OrderSigning.Inline,
        };
        return found;
    }

    private bool TrySign(MarketRequests market, in Event decision, ref SignedOrder signed)
    {
        if (!market.Terms.TryBuild(decision, out OrderMessage message))
            return false;
        Felt hash = _signer.HashOrder(message);
        if (_signer.Sign(hash, out StarkSignature signature) != SignStatus.Signed)
            return false;
        signed.Set(hash, signature);
        return true;
    }

    private void Send(int market, ref OrderSentPayload sent, ReadOnlySpan<byte> request)
    {
        int connection = OrderConnections.Of(market, sent.Side);
        SendResult result = _sink.Send(connection, request, sent.OwnId, sent.Request);
        sent.Outcome = result.Outcome;
        sent.BeforeSendNs = result.BeforeSendNs;
        sent.AfterSendNs = result.AfterSendNs;
    }

    private void Publish(ref DecisionBatch decisions, int slots, in DecisionStamps stamps)
    {
        if (!_ring.TryNextReserved(slots, out long high))
            throw new RingExhaustedException(slots, _ring.IsHalted);
        long low = high - slots + 1;
        long now = _sink.NowNs();
        long sequence = low;
        for (int i = 0; i < decisions.Count; i++)
        {
            ref Event decision = ref decisions[i];
            ref Outgoing outgoing = ref _outgoing[i];
            decision.ReceiveNs = now;
            _ring[sequence++] = decision;
            if (outgoing.IsSigned)
            {
                ref Event signed = ref _ring[sequence++];
                signed.Begin(EventKind.OrderSigned, EventFlags.None, decision.Market, StreamId.Engine, now);
                signed.OrderSigned = outgoing.Order.Payload;
            }
            if (outgoing.IsTimed)
            {
                ref Event timing = ref _ring[sequence++];
                timing.Begin(EventKind.OrderTiming, EventFlags.None, decision.Market, StreamId.Engine, now);
                Fill(ref timing.OrderTiming, in decision.OrderSent, in outgoing, in stamps);
            }
        }
        _ring.Publish(low, high);
    }

    private static void Fill(ref OrderTimingPayload timing, in OrderSentPayload sent, in Outgoing outgoing, in DecisionStamps stamps)
    {
        long received = stamps.ReceivedNs;
        timing.CauseSequence = sent.CauseSequence;
        timing.OwnId = sent.OwnId;
        timing.Request = sent.Request;
        timing.Signing = outgoing.Signing;
        timing.ParsedNs = stamps.ParsedNs - received;
        timing.PublishedNs = stamps.PublishedNs - received;
        timing.TakenNs = stamps.TakenNs - received;
        timing.DecidedNs = stamps.DecidedNs - received;
        timing.RiskNs = stamps.RiskNs - received;
        timing.SignedNs = outgoing.SignedNs - received;
        timing.BeforeSendNs = sent.BeforeSendNs - received;
        timing.AfterSendNs = sent.AfterSendNs - received;
    }

    /// <summary>What one decision of the batch in hand became on its way out.</summary>
    private struct Outgoing
    {
        public bool IsSigned;
        public bool IsTimed;
        public OrderSigning Signing;
        public long SignedNs;
        public SignedOrder Order;
    }
}
