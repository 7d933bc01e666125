using System.Numerics;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Every own order of the session that can still matter: those that may be live and those that ended less than ten minutes ago,
/// for fills that come late. A ring of records that the counter in the own id indexes; nothing allocates after construction.
/// </summary>
public sealed class OwnOrders
{
    /// <summary>Bits of an own id that count; the epoch stands above them.</summary>
    public const int CounterBits = 30;

    private const long CounterMask = (1L << CounterBits) - 1;
    private const long KeepNs = 600_000_000_000;
    private const long KeepMinutes = 10;

    // An order a side, the one before it, and one more.
    private const int Near = 4;

    private readonly OwnOrder[] _records;
    private readonly LongTable _byOrderId;
    private OwnOrder _none; // Never written.
    private StateHasher _history;
    private long _epoch;
    private long _counter;

    /// <summary>Makes room for as many orders as the request budget allows in ten minutes.</summary>
    public OwnOrders(RiskSettings settings)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(settings.MaxRequestsPerMinute * (KeepMinutes + 1) + 64));
        _records = CacheLines.NewArray<OwnOrder>(capacity);
        _byOrderId = new LongTable(capacity);
    }

    /// <summary>Whether the session's epoch is known, so that ids can be given.</summary>
    public bool HasEpoch { get; private set; }

    /// <summary>Whether there is a record for one more order.</summary>
    public bool CanAdd(long nowNs)
    {
        ref OwnOrder oldest = ref _records[(_counter + 1) & (_records.Length - 1)];
        return HasEpoch && _counter < CounterMask
            && (oldest.OwnId == 0 || (!oldest.IsPossiblyLive && nowNs - oldest.ClosedNs >= KeepNs));
    }

    /// <summary>The session begins: ids carry its epoch from now on. Only the first call counts.</summary>
    public void Begin(long epoch)
    {
        if (HasEpoch)
            return;
        HasEpoch = true;
        _epoch = epoch;
    }

    /// <summary>Reads the newest records and those of the next orders, so that they are in the caches.</summary>
    public long Touch()
    {
        long touched = 0;
        for (long counter = _counter - Near; counter <= _counter + Near; counter++)
            touched += CacheLines.Touch(in _records[counter & (_records.Length - 1)]);
        return touched;
    }

    /// <summary>Adds a pending order under a fresh id; only if <see cref="CanAdd"/>.</summary>
    public ref OwnOrder Add(ushort market, Side side, int level, long priceTicks, long steps, long nowNs, long mid2)
    {
        _counter++;
        ref OwnOrder record = ref _records[_counter & (_records.Length - 1)];
        if (record.OrderId != 0)
            _byOrderId.Remove(record.OrderId);
        record = new OwnOrder
        {
            OwnId = (_epoch << CounterBits) | _counter,
            Market = market,
            Side = side,
            Level = level,
            PriceTicks = priceTicks,
            QuantitySteps = steps,
            PlacedNs = nowNs,
            PlacedMid2 = mid2,
        };
        return ref record;
    }

    /// <summary>The order of an own id; a record without id, which must not be written, if it is not ours, of another session,
    /// or forgotten.</summary>
    public ref OwnOrder Find(long ownId)
    {
        if (ownId <= 0)
            return ref _none;
        ref OwnOrder record = ref _records[ownId & (_records.Length - 1)];
        if (record.OwnId == ownId)
            return ref record;
        return ref _none;
    }

    /// <summary>The order that has the exchange's id; a record without id if none is known to have it.</summary>
    public ref OwnOrder FindByOrderId(long orderId)
    {
        if (orderId != 0 && _byOrderId.TryGet(orderId, out long ownId))
            return ref Find(ownId);
        return ref _none;
    }

    /// <summary>Learns the exchange's id of an order.</summary>
    public void Learn(ref OwnOrder order, long orderId)
    {
        if (orderId == 0 || order.OrderId != 0)
            return;
        order.OrderId = orderId;
        _byOrderId.Set(orderId, order.OwnId);
    }

    /// <summary>Marks the end of an order, which its fills may still follow.</summary>
    public void Close(ref OwnOrder order, OrderLife life, long nowNs, long closedMs)
    {
        order.Life = life;
        order.ClosedNs = nowNs;
        order.ClosedMs = closedMs;
        Record(order);
    }

    /// <summary>Takes a change of a closed order into the hash, which does not walk all records.</summary>
    public void Record(in OwnOrder order)
    {
        _history.Add(order.OwnId);
        _history.Add((long)order.Life);
        _history.Add(order.ReportedSteps);
        _history.Add(order.TradedSteps);
        _history.Add(order.BookedMicro);
        _history.Add(order.BookedFeeNano);
    }

    /// <summary>Adds the state to a hash: the counter, and the history of all closed orders.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(HasEpoch);
        hash.Add(_epoch);
        hash.Add(_counter);
        hash.Add(_history.Value);
    }
}
