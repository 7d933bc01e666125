using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The orders that one market will most likely want next: on each side, present size at the consecutive prices around the quote, each with its
/// nonce and expiry. Whoever signs may sign them before they are wanted; an order's fields never depend on whether that was done.
/// </summary>
/// <remarks>
/// <para>
/// A ladder of consecutive prices: a price's rung is its remainder by the number of rungs, so when the quote moves by a tick, one rung is
/// planned anew and the others stay as they are, signatures included. Made anew at most once a refresh interval, because no order is
/// repriced more often.
/// </para>
/// <para>
/// An expiry is rounded up to two whole minutes after what the settings ask for, so that a signature serves for a minute at least, and a rung is
/// planned anew half a minute before it would fall short of the settings. A rung that is planned anew keeps its nonce, which was never
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

    private const long RoundingSeconds = 60;
    private const long NsPerSecond = 1_000_000_000;
    private const long MsPerSecond = 1_000;

    private readonly OrderSettings _settings;
    private readonly long _intervalNs;
    private readonly int _rungs;
    private PlannedOrders _bids;
    private PlannedOrders _asks;
    private long _dueNs;

    /// <summary>An empty plan.</summary>
    /// <param name="settings">How many orders, and their life.</param>
    /// <param name="intervalNs">How often the plan may be made anew, nanoseconds.</param>
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

    /// <summary>The price around which a side is planned, ticks; 0 before the first plan.</summary>
    public long BidCentreTicks { get; private set; }

    /// <inheritdoc cref="BidCentreTicks"/>
    public long AskCentreTicks { get; private set; }

    /// <summary>Whether the plan may be made anew.</summary>
    public bool IsDue(long nowNs) => _rungs > 0 && nowNs >= _dueNs;

    /// <summary>Begins a new plan: the next may follow an interval later.</summary>
    public void Begin(long nowNs) => _dueNs = nowNs + _intervalNs;

    /// <summary>Plans a side.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="wantedTicks">The price that an order would have now, above 0.</param>
    /// <param name="steps">The size that it would have, above 0.</param>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="nonces">Where nonces come from.</param>
    public void Plan(Side side, long wantedTicks, long steps, long nowNs, NonceSource nonces)
    {
        long now = nowNs / NsPerSecond;
        long expiryMs = ((now / RoundingSeconds * RoundingSeconds) + (2 * RoundingSeconds) + _settings.ExpirySeconds) * MsPerSecond;
        long leastMs = (now + _settings.ExpirySeconds + (RoundingSeconds / 2)) * MsPerSecond;
        long first = Math.Max(1, wantedTicks - (_rungs / 2));
        ref PlannedOrders orders = ref Orders(side);
        if (side == Side.Buy)
            BidCentreTicks = wantedTicks;
        else
            AskCentreTicks = wantedTicks;
        for (long ticks = first; ticks < first + _rungs; ticks++)
        {
            ref PlannedOrder order = ref orders[RungOf(ticks)];
            if (order.Nonce != 0 && order.PriceTicks == ticks && order.QuantitySteps == steps && order.ExpiryMs >= leastMs)
                continue;
            long nonce = order.Nonce;
            if (nonce == 0)
            {
                if (nonces.Available <= KeptNonces)
                    continue;
                nonce = nonces.Take();
            }
            order = new PlannedOrder(ticks, steps, nonce, expiryMs);
            Version++;
        }
    }

    /// <summary>Takes the planned order of this price and size out of the plan. False if there is none that lives long enough.</summary>
    public bool TryTake(Side side, long priceTicks, long steps, long nowNs, out PlannedOrder taken)
    {
        taken = default;
        if (_rungs == 0)
            return false;
        ref PlannedOrder order = ref Orders(side)[RungOf(priceTicks)];
        if (order.Nonce == 0 || order.PriceTicks != priceTicks || order.QuantitySteps != steps
            || order.ExpiryMs < ((nowNs / NsPerSecond) + _settings.ExpirySeconds) * MsPerSecond)
            return false;
        taken = order;
        order = default;
        return true;
    }

    /// <summary>The planned order on a rung.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="rung">0 to <see cref="Rungs"/> − 1.</param>
    public ref readonly PlannedOrder this[Side side, int rung] => ref Orders(side)[rung];

    /// <summary>The rung of a price.</summary>
    public int RungOf(long priceTicks) => (int)(priceTicks % _rungs);

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
        hash.Add(_dueNs);
        hash.Add(Version);
    }

    private static void AddTo(ref StateHasher hash, in PlannedOrder order)
    {
        hash.Add(order.PriceTicks);
        hash.Add(order.QuantitySteps);
        hash.Add(order.Nonce);
        hash.Add(order.ExpiryMs);
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
