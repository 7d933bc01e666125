using System.Collections;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>A market's orders that wait for their trigger, oldest first.</summary>
internal sealed class WaitingOrders : IEnumerable<Order>
{
    private readonly List<Order> _orders = [];

    public int Count => _orders.Count;

    public void Add(Order order) => _orders.Add(order);

    public void Remove(Order order) => _orders.Remove(order);

    /// <summary>The take-profit and stop-loss of the whole position, of which there is at most one.</summary>
    public Order? OfPosition => _orders.Find(order => order.Scope == TpSlScope.Position && order.Type == OrderType.Tpsl);

    /// <summary>The oldest order whose trigger is reached.</summary>
    public Order? FirstReached(Market market) => _orders.Find(order => order.IsReached(market));

    public IEnumerator<Order> GetEnumerator() => _orders.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
