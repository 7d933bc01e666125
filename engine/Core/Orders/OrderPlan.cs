using System.Numerics;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The orders that one market will most likely want next: on each side, present size at prices around the quote, each with its nonce and
/// expiry. Whoever signs may sign them before they are wanted; an order's fields never depend on whether that was done.
/// </summary>
/// <remarks>
/// <para>
/// Prices: the wanted one, one and two ticks to either side, and from there on steps of the tolerance and a tick, away from the market
/// first. A decision takes the order of its very price, or else the nearest one behind it (lower for a bid, higher for an ask) within the
/// tolerance, if that is nearer than where its order rests. So a jump farther than sixteen ticks finds an order that is ready, and the price
/// is corrected when the next refresh is due. Without a tolerance the prices are consecutive and only the very price is taken.
/// </para>
/// <para>
/// Time: a side is planned anew at most once a refresh interval, not earlier than <see cref="LeadNs"/> before its order may be replaced
/// again, so that an order that waits for the end of its interval finds a plan made around the newest price; the lead is longer than the pause
/// between two timers. What stands on one of the new prices already stays as it is, its signature included.
/// </para>
/// <para>
/// An expiry is rounded up to two whole minutes after what the settings ask for, so that a signature serves for a minute at least, and an order is
/// planned anew half a minute before it would fall short of the settings. One that is planned anew keeps its nonce, which was never
/// handed to anyone; a nonce that was taken is never planned again.
/// </para>
/// <para>Hot path: allocates nothing.</para>
/// </remarks>
public sealed class OrderPlan
{
    /// <summary>Most orders in a plan, both sides together.</summary>
    public const int MostOrders = 32;

    /// <summary>Nonces that planning leaves for orders that are not planned.</summary>
    public const long KeptNonces = 256;

    /// <summary>How long before its order may be replaced a side is planned anew, nanoseconds.</summary>
    public const long LeadNs = 60_000_000;

    /// <summary>Ticks to either side of the wanted price that are planned one by one.</summary>
    private const long NearTicks = 2;

    private const double BasisPoint = 1e-4;
    private const long RoundingSeconds = 60;
    private const long NsPerSecond = 1_000_000_000;
    private const long MsPerSecond = 1_000;

    private readonly OrderSettings _settings;
    private readonly long _intervalNs;
    private readonly int _rungs;
    private PlannedOrders _bids;
    private PlannedOrders _asks;
    private long _bidsDueNs;
    private long _asksDueNs;

    /// <summary>An empty plan.</summary>
    /// <param name="settings">How many orders, and their life.</param>
    /// <param name="intervalNs">How often a side may be planned anew, nanoseconds.</param>
    public OrderPlan(OrderSettings settings, long intervalNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(settings.PlannedOrders);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.PlannedOrders, MostOrders);
        _settings = settings;
        _intervalNs = intervalNs;
        _rungs = settings.PlannedOrders / 2;
    }

    /// <summary>Prices on each side; 0 plans nothing.</summary>
    public int Rungs => _rungs;

    /// <summary>Another one after every change of a planned order.</summary>
    public long Version { get; private set; }

    /// <summary>The price that was wanted when a side was planned, ticks; 0 before its first plan.</summary>
    public long BidCentreTicks { get; private set; }

    /// <inheritdoc cref="BidCentreTicks"/>
    public long AskCentreTicks { get; private set; }

    /// <summary>Whether a side may be planned anew.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="nextRefreshNs">When the side's order may be replaced next, engine time.</param>
    public bool IsDue(Side side, long nowNs, long nextRefreshNs) =>
        _rungs > 0 && nowNs >= (side == Side.Buy ? _bidsDueNs : _asksDueNs) && nowNs >= nextRefreshNs - LeadNs;

    /// <summary>How far behind a wanted price an order may stand if one is planned there, ticks.</summary>
    public long ToleranceTicks(long wantedTicks) => (long)(_settings.PlannedPriceToleranceBps * BasisPoint * wantedTicks);

    /// <summary>Plans a side.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="wantedTicks">The price that an order would have now, above 0.</param>
    /// <param name="steps">The size that it would have, above 0.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="nonces">Where nonces come from.</param>
    public void Plan(Side side, long wantedTicks, long steps, long nowNs, NonceSource nonces)
    {
        if (side == Side.Buy)
            (BidCentreTicks, _bidsDueNs) = (wantedTicks, nowNs + _intervalNs);
        else
            (AskCentreTicks, _asksDueNs) = (wantedTicks, nowNs + _intervalNs);
        long now = nowNs / NsPerSecond;
        long expiryMs = ((now / RoundingSeconds * RoundingSeconds) + (2 * RoundingSeconds) + _settings.ExpirySeconds) * MsPerSecond;
        long leastMs = (now + _settings.ExpirySeconds + (RoundingSeconds / 2)) * MsPerSecond;
        long stride = ToleranceTicks(wantedTicks) + 1;
        ref PlannedOrders orders = ref Orders(side);
        uint kept = 0, missing = 0;
        for (int place = 0; place < _rungs; place++)
        {
            long ticks = wantedTicks + Offset(side, place, stride);
            if (ticks <= 0)
                continue;
            int rung = IndexOf(ref orders, ticks, steps, leastMs);
            if (rung >= 0)
                kept |= 1u << rung;
            else
                missing |= 1u << place;
        }
        for (int rung = 0; missing != 0 && rung < _rungs; rung++)
        {
            if ((kept >> rung & 1) != 0)
                continue;
            long nonce = orders[rung].Nonce;
            if (nonce == 0)
            {
                if (nonces.Available <= KeptNonces)
                    continue;
                nonce = nonces.Take();
            }
            long ticks = wantedTicks + Offset(side, BitOperations.TrailingZeroCount(missing), stride);
            orders[rung] = new PlannedOrder(ticks, steps, nonce, expiryMs);
            missing &= missing - 1;
            Version++;
        }
    }

    /// <summary>
    /// Takes an order of this size out of the plan: that of this price, or the nearest one behind it within the tolerance. False if there is none
    /// that lives long enough.
    /// </summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="wantedTicks">The wanted price, above 0.</param>
    /// <param name="restingTicks">Where the order that is replaced rests, 0 if there is none: one behind the wanted price is not moved away from it.</param>
    /// <param name="steps">The wanted size.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="taken">What was taken.</param>
    public bool TryTake(Side side, long wantedTicks, long restingTicks, long steps, long nowNs, out PlannedOrder taken)
    {
        taken = default;
        if (_rungs == 0)
            return false;
        long leastMs = ((nowNs / NsPerSecond) + _settings.ExpirySeconds) * MsPerSecond;
        long sign = side == Side.Buy ? 1 : -1;
        long farthest = ToleranceTicks(wantedTicks);
        long resting = sign * (wantedTicks - restingTicks);
        if (restingTicks > 0 && resting >= 0)
            farthest = Math.Min(farthest, Math.Max(0, resting - 1));
        ref PlannedOrders orders = ref Orders(side);
        int found = -1;
        for (int rung = 0; rung < _rungs; rung++)
        {
            ref PlannedOrder order = ref orders[rung];
            long behind = sign * (wantedTicks - order.PriceTicks);
            if ((ulong)behind > (ulong)farthest || order.Nonce == 0 || order.QuantitySteps != steps || order.ExpiryMs < leastMs)
                continue;
            found = rung;
            if (behind == 0)
                break;
            farthest = behind - 1;
        }
        if (found < 0)
            return false;
        taken = orders[found];
        orders[found] = default;
        return true;
    }

    /// <summary>The planned order on a rung.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="rung">0 to <see cref="Rungs"/> − 1.</param>
    public ref readonly PlannedOrder this[Side side, int rung] => ref Orders(side)[rung];

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        if (_rungs == 0)
            return;
        for (int rung = 0; rung < _rungs; rung++)
        {
            AddTo(ref hash, _bids[rung]);
            AddTo(ref hash, _asks[rung]);
        }
        hash.Add(_bidsDueNs);
        hash.Add(_asksDueNs);
        hash.Add(Version);
    }

    /// <summary>How far from the wanted price the order of a place stands, ticks: behind it first.</summary>
    private static long Offset(Side side, int place, long stride)
    {
        long pair = (place + 1) / 2;
        long away = pair <= NearTicks ? pair : NearTicks + (pair - NearTicks) * stride;
        return (place % 2 == 1) == (side == Side.Buy) ? -away : away;
    }

    private static void AddTo(ref StateHasher hash, in PlannedOrder order)
    {
        hash.Add(order.PriceTicks);
        hash.Add(order.QuantitySteps);
        hash.Add(order.Nonce);
        hash.Add(order.ExpiryMs);
    }

    private int IndexOf(ref PlannedOrders orders, long priceTicks, long steps, long leastMs)
    {
        for (int rung = 0; rung < _rungs; rung++)
        {
            ref PlannedOrder order = ref orders[rung];
            if (order.PriceTicks == priceTicks && order.QuantitySteps == steps && order.Nonce != 0 && order.ExpiryMs >= leastMs)
                return rung;
        }
        return -1;
    }

    private ref PlannedOrders Orders(Side side)
    {
        if (side == Side.Buy)
            return ref _bids;
        return ref _asks;
    }

    [InlineArray(MostOrders / 2)]
    private struct PlannedOrders
    {
        private PlannedOrder _first;
    }
}
