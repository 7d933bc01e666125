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
/// A batch comes back as one contiguous claim: its decisions in the order of their making, and after each order that was signed an
/// <see cref="EventKind.OrderSigned"/>. The claim may use the ring's reserve, which producers outside leave free, so the engine
/// never waits for itself. One thread only.
/// </para>
/// </remarks>
public sealed class OrderGateway<TSink> : IDisposable where TSink : struct, IRequestSink
{
    private readonly RingBuffer<Event> _ring;
    private readonly StarkSigner _signer;
    private readonly MarketRequests[] _markets;
    private readonly CancelRequestTemplate _cancel;
    private readonly OrderSignedPayload[] _signatures = new OrderSignedPayload[DecisionBatch.Capacity];
    private readonly bool[] _signed = new bool[DecisionBatch.Capacity];
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
        _markets = [.. markets.Select((market, number) => new MarketRequests(market, (ushort)number, signer, positionId, target, apiKey))];
        _cancel = new CancelRequestTemplate(target, apiKey);
    }

    /// <summary>How often signing ahead spared the signing.</summary>
    public SignedAhead Ahead { get; } = new();

    /// <summary>The sink, in place.</summary>
    public ref TSink Sink => ref _sink;

    /// <summary>
    /// Sends what the batch asks for, fills outcome and send times into its events, and publishes them. Does nothing for an empty batch.
    /// </summary>
    /// <exception cref="RingExhaustedException">
    /// Even the reserve of the ring is used up, or the ring was halted: what was sent has no record. Fatal.
    /// </exception>
    public void Process(ref DecisionBatch decisions)
    {
        int count = decisions.Count;
        if (count == 0)
            return;
        int signatures = 0;
        for (int i = 0; i < count; i++)
        {
            ref Event decision = ref decisions[i];
            _signed[i] = false;
            if (decision.Kind == EventKind.OrderSent)
                _signed[i] = Execute(ref decision, ref _signatures[i]);
            if (_signed[i])
                signatures++;
        }
        Publish(ref decisions, count + signatures);
    }

    /// <summary>Zeroes the buffers that hold the API key.</summary>
    public void Dispose()
    {
        foreach (MarketRequests market in _markets)
            market.Dispose();
        _cancel.Dispose();
    }

    private bool Execute(ref Event decision, ref OrderSignedPayload signature)
    {
        if (decision.Market >= _markets.Length)
        {
            decision.OrderSent.Outcome = SendOutcome.Refused;
            return false;
        }
        switch (decision.OrderSent.Request)
        {
            case RequestKind.Create:
            case RequestKind.Replace:
                return SendOrder(ref decision, ref signature);
            case RequestKind.Cancel when decision.OrderSent.OwnId > 0:
                ref OrderSentPayload cancel = ref decision.OrderSent;
                Send(decision.Market, ref cancel, _cancel.Encode(cancel.OwnId));
                return false;
            case RequestKind.Query:
            case RequestKind.MassCancel:
                decision.OrderSent.Outcome = _sink.Control(decision);
                return false;
            default:
                decision.OrderSent.Outcome = SendOutcome.Refused;
                return false;
        }
    }

    private bool SendOrder(ref Event decision, ref OrderSignedPayload signature)
    {
        ref OrderSentPayload order = ref decision.OrderSent;
        MarketRequests market = _markets[decision.Market];
        if (!market.Terms.TryBuild(decision, out OrderMessage message))
        {
            order.Outcome = SendOutcome.Refused;
            return false;
        }
        if (!TryFindSigned(decision.Market, order, out Felt hash, out StarkSignature signed))
        {
            hash = _signer.HashOrder(message);
            if (_signer.Sign(hash, out signed) != SignStatus.Signed)
            {
                order.Outcome = SendOutcome.Refused;
                return false;
            }
        }
        Send(decision.Market, ref order, market.Of(order.Side).Encode(order, signed.R, signed.S));
        hash.WriteBigEndian(signature.Hash);
        signed.R.WriteBigEndian(signature.R);
        signed.S.WriteBigEndian(signature.S);
        return true;
    }

    /// <summary>The signature that was made ahead; the order's fields are the same either way.</summary>
    private bool TryFindSigned(int market, in OrderSentPayload order, out Felt hash, out StarkSignature signature)
    {
        if (_ahead is null)
        {
            hash = default;
            signature = default;
            return false;
        }
        LadderFind found = _ahead.Of(market).Find(order, out hash, out signature, out long signedAt);
        Ahead.Count(found, signedAt);
        return found == LadderFind.Ready;
    }

    private void Send(int market, ref OrderSentPayload sent, ReadOnlySpan<byte> request)
    {
        int connection = OrderConnections.Of(market, sent.Side);
        SendResult result = _sink.Send(connection, request, sent.OwnId, sent.Request);
        sent.Outcome = result.Outcome;
        sent.BeforeSendNs = result.BeforeSendNs;
        sent.AfterSendNs = result.AfterSendNs;
    }

    private void Publish(ref DecisionBatch decisions, int slots)
    {
        if (!_ring.TryNextReserved(slots, out long high))
            throw new RingExhaustedException(slots, _ring.IsHalted);
        long low = high - slots + 1;
        long now = _sink.NowNs();
        long sequence = low;
        for (int i = 0; i < decisions.Count; i++)
        {
            ref Event decision = ref decisions[i];
            decision.ReceiveNs = now;
            _ring[sequence++] = decision;
            if (!_signed[i])
                continue;
            ref Event signed = ref _ring[sequence++];
            signed.Begin(EventKind.OrderSigned, EventFlags.None, decision.Market, StreamId.Engine, now);
            signed.OrderSigned = _signatures[i];
        }
        _ring.Publish(low, high);
    }
}
