namespace LowLatencyMM.Simulator.Matching;

/// <summary>The account's resting orders, each side in price-time priority.</summary>
internal sealed class OwnBook
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

    public static bool IsBetter(Side side, long price, long than) => side == Side.Buy ? price > than : price < than;
}
