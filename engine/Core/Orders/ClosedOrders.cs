namespace LowLatencyMM.Core.Orders;

/// <summary>
/// The last few orders of a side that ended. A book that the exchange made before their end still shows them.
/// </summary>
public sealed class ClosedOrders
{
    private const int Capacity = 8;

    private readonly ClosedOrder[] _orders = new ClosedOrder[Capacity];
    private long _added;
    private long _newestMs;

    /// <summary>Remembers an order that ended, if the exchange's times of it are known.</summary>
    public void Add(in OwnOrder order)
    {
        if (order.CreatedMs == 0 || order.ClosedMs == 0)
            return;
        _orders[_added++ % Capacity] = new ClosedOrder(order.PriceTicks, order.RemainingSteps, order.CreatedMs, order.ClosedMs);
        _newestMs = Math.Max(_newestMs, order.ClosedMs);
    }

    /// <summary>Size that a book of the given exchange time shows at a price although it has ended since.</summary>
    public long StepsAt(long priceTicks, long bookMs)
    {
        // Nearly every book is newer than every end: one comparison.
        if (bookMs >= _newestMs || bookMs == 0)
            return 0;
        long steps = 0;
        foreach (ref readonly ClosedOrder order in _orders.AsSpan())
        {
            if (order.PriceTicks == priceTicks && order.CreatedMs <= bookMs && order.ClosedMs > bookMs)
                steps += order.Steps;
        }
        return steps;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_added);
        hash.Add(_newestMs);
        foreach (ref readonly ClosedOrder order in _orders.AsSpan())
        {
            hash.Add(order.PriceTicks);
            hash.Add(order.Steps);
            hash.Add(order.CreatedMs);
            hash.Add(order.ClosedMs);
        }
    }

    private readonly record struct ClosedOrder(long PriceTicks, long Steps, long CreatedMs, long ClosedMs);
}
