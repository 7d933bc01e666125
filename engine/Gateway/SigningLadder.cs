using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// Signatures of one market's planned orders, made aside by another thread: <see cref="Offer"/> and <see cref="Find"/> are the engine
/// thread's, <see cref="SignNext"/> the signing thread's. Neither ever waits for the other.
/// </summary>
/// <remarks>
/// A signature is found only if every field that was signed is that of the order that is wanted now, so one that is used, expired or outdated is
/// never sent: its nonce is not given again. Hot path: allocates nothing.
/// </remarks>
public sealed class SigningLadder : IDisposable
{
    private readonly LadderRung[] _bids = new LadderRung[OrderPlan.MostOrders / 2];
    private readonly LadderRung[] _asks = new LadderRung[OrderPlan.MostOrders / 2];
    private readonly long[] _bidNonces = new long[OrderPlan.MostOrders / 2];
    private readonly long[] _askNonces = new long[OrderPlan.MostOrders / 2];
    private readonly OrderTerms _terms;
    private readonly StarkSigner? _signer;
    private readonly ushort _market;
    private readonly TimeProvider _time;
    private long _offeredVersion;
    private int _rungs;
    private long _bidCentre;
    private long _askCentre;

    /// <summary>An empty ladder.</summary>
    /// <param name="terms">The market's settlement; not shared with another thread.</param>
    /// <param name="signer">
    /// The account's; not shared with another thread. Disposed of with the ladder. Null: every order is taken for signed, with nothing, which is enough where
    /// no order leaves.
    /// </param>
    /// <param name="market">The market's number.</param>
    /// <param name="time">What signatures are stamped with; the system's if null.</param>
    public SigningLadder(OrderTerms terms, StarkSigner? signer, ushort market, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _terms = terms;
        _signer = signer;
        _market = market;
    }

    /// <summary>Signatures made.</summary>
    public long Signatures { get; private set; }

    /// <summary>Whether everything offered has been signed, or was found impossible to sign. Any thread.</summary>
    public bool IsDone
    {
        get
        {
            for (int i = 0; i < OrderPlan.MostOrders / 2; i++)
            {
                if (!IsDoneWith(ref _bids[i]) || !IsDoneWith(ref _asks[i]))
                    return false;
            }
            return true;
        }
    }

    /// <summary>Takes what has changed in the plan. True if there is something to sign.</summary>
    public bool Offer(OrderPlan plan)
    {
        if (plan.Version == _offeredVersion)
            return false;
        _offeredVersion = plan.Version;
        _rungs = plan.Rungs;
        Volatile.Write(ref _bidCentre, plan.BidCentreTicks);
        Volatile.Write(ref _askCentre, plan.AskCentreTicks);
        for (int i = 0; i < plan.Rungs; i++)
        {
            Offer(ref _bids[i], ref _bidNonces[i], plan[Side.Buy, i]);
            Offer(ref _asks[i], ref _askNonces[i], plan[Side.Sell, i]);
        }
        return true;
    }

    /// <summary>The signature of exactly this order.</summary>
    /// <param name="order">A create or replace.</param>
    /// <param name="signed">Set when ready.</param>
    /// <param name="signedAt">When it was signed, in the ticks of the ladder's time, when ready.</param>
    public LadderFind Find(in OrderSentPayload order, ref SignedOrder signed, out long signedAt)
    {
        signedAt = 0;
        bool isBid = order.Side == Side.Buy;
        int index = (isBid ? _bidNonces : _askNonces).AsSpan(0, _rungs).IndexOf(order.Nonce);
        if (index < 0)
            return LadderFind.NotPlanned;
        ref LadderRung rung = ref (isBid ? _bids : _asks)[index];
        if (!IsFor(rung.Wanted, order))
            return LadderFind.NotPlanned;
        long version = Volatile.Read(ref rung.SignedVersion);
        if ((version & 1) != 0 || !IsFor(rung.Signed, order))
            return LadderFind.NotReady;
        signed = rung.Order;
        signedAt = rung.SignedAt;
        Volatile.ReadBarrier();
        return rung.SignedVersion == version ? LadderFind.Ready : LadderFind.NotReady;
    }

    /// <summary>Reads what <see cref="Find"/> may need, so that it is in the caches.</summary>
    public long Touch() =>
        CacheLines.Touch<LadderRung>(_bids.AsSpan(0, _rungs)) + CacheLines.Touch<LadderRung>(_asks.AsSpan(0, _rungs))
        + CacheLines.Touch<long>(_bidNonces) + CacheLines.Touch<long>(_askNonces);

    /// <summary>Signs one planned order that is not signed yet, the nearest to the quote first. False if there is none.</summary>
    public bool SignNext()
    {
        long bidAway = Nearest(_bids, Volatile.Read(ref _bidCentre), out int bid);
        long askAway = Nearest(_asks, Volatile.Read(ref _askCentre), out int ask);
        if (bid < 0 && ask < 0)
            return false;
        if (bidAway <= askAway)
            Sign(ref _bids[bid], Side.Buy);
        else
            Sign(ref _asks[ask], Side.Sell);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _signer?.Dispose();

    private static bool IsDoneWith(ref LadderRung rung) => Volatile.Read(ref rung.DoneVersion) == Volatile.Read(ref rung.WantedVersion);

    private static bool IsFor(in PlannedOrder planned, in OrderSentPayload order) =>
        planned.Nonce == order.Nonce && planned.PriceTicks == order.PriceTicks && planned.QuantitySteps == order.QuantitySteps
        && planned.ExpiryMs == order.ExpiryMs;

    private static void Offer(ref LadderRung rung, ref long nonce, in PlannedOrder order)
    {
        // An order that was taken stands as nothing in the plan; its signature may still be asked for.
        if (order.Nonce == 0 || order == rung.Wanted)
            return;
        long version = rung.WantedVersion;
        Volatile.Write(ref rung.WantedVersion, version + 1);
        Volatile.WriteBarrier();
        rung.Wanted = order;
        Volatile.Write(ref rung.WantedVersion, version + 2);
        nonce = order.Nonce;
    }

    /// <summary>The rung not done yet whose price is nearest to another.</summary>
    /// <param name="rungs">A side.</param>
    /// <param name="centreTicks">The other price.</param>
    /// <param name="nearest">The rung; −1 if there is none.</param>
    /// <returns>Its distance, ticks.</returns>
    private static long Nearest(LadderRung[] rungs, long centreTicks, out int nearest)
    {
        nearest = -1;
        long least = long.MaxValue;
        for (int i = 0; i < rungs.Length; i++)
        {
            ref LadderRung rung = ref rungs[i];
            long version = Volatile.Read(ref rung.WantedVersion);
            if (version == rung.DoneVersion || (version & 1) != 0)
                continue;
            long away = Math.Abs(rung.Wanted.PriceTicks - centreTicks);
            if (away >= least)
                continue;
            least = away;
            nearest = i;
        }
        return least;
    }

    private void Sign(ref LadderRung rung, Side side)
    {
        long version = Volatile.Read(ref rung.WantedVersion);
        if ((version & 1) != 0)
            return;
        PlannedOrder order = rung.Wanted;
        Volatile.ReadBarrier();
        if (rung.WantedVersion != version)
            return;
        if (TrySign(order, side, out Felt hash, out StarkSignature signed))
        {
            Signatures++;
            Volatile.Write(ref rung.SignedVersion, rung.SignedVersion + 1);
            Volatile.WriteBarrier();
            rung.Signed = order;
            rung.Order.Set(hash, signed);
            rung.SignedAt = _time.GetTimestamp();
            Volatile.Write(ref rung.SignedVersion, rung.SignedVersion + 1);
        }
        Volatile.Write(ref rung.DoneVersion, version);
    }

    private bool TrySign(in PlannedOrder order, Side side, out Felt hash, out StarkSignature signed)
    {
        hash = default;
        signed = default;
        if (_signer is null)
            return true;
        Event draft = default;
        draft.Begin(EventKind.OrderSent, EventFlags.None, _market, StreamId.Engine, 0);
        ref OrderSentPayload sent = ref draft.OrderSent;
        sent.Request = RequestKind.Create;
        sent.OwnId = 1;
        sent.Side = side;
        sent.PriceTicks = order.PriceTicks;
        sent.QuantitySteps = order.QuantitySteps;
        sent.Nonce = order.Nonce;
        sent.ExpiryMs = order.ExpiryMs;
        if (!_terms.TryBuild(draft, out OrderMessage message))
            return false;
        hash = _signer.HashOrder(message);
        return _signer.Sign(hash, out signed) == SignStatus.Signed;
    }
}
