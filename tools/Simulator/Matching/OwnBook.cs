using System.Collections;

namespace LowLatencyMM.Simulator.Matching;

/// <summary>The account's resting orders in one market, each side in price-time priority; enumerated bids first.</summary>
internal sealed class OwnBook : IEnumerable<Order>
{
    public List<Order> Bids { get; } = [];

    public List<Order> Asks { get; } = [];

    public int Count => Bids.Count + Asks.Count;

    public List<Order> this[Side side] => side == Side.Buy ? Bids : Asks;

    public void Add(Order order)
    {
        List<Order> orders = this[order.Side];
        int index = orders.Count;
        while (index > 0 && IsBetter(order.Side, order.Price, orders[index - 1].Price))
            index--;
        orders.Insert(index, order);
    }

    public void Remove(Order order) => this[order.Side].Remove(order);

    /// <summary>Open size at a price.</summary>
    public long SizeAt(Side side, long price)
    {
        long size = 0;
        foreach (Order order in this[side])
            size += order.Price == price ? order.Remaining : 0;
        return size;
    }

    /// <summary>Brings the position's sums of open orders up to date.</summary>
    public void UpdateOpenValues(Position position)
    {
        position.OpenBuys = Value(Bids);
        position.OpenSells = Value(Asks);
    }

    public static bool IsBetter(Side side, long price, long than) => side == Side.Buy ? price > than : price < than;

    public IEnumerator<Order> GetEnumerator() => Bids.Concat(Asks).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static decimal Value(List<Order> orders)
    {
        decimal value = 0;
        foreach (Order order in orders)
            value += order.Market.Rules.Value(order.Price, order.Remaining);
        return value;
    }
}
