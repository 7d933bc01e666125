namespace LowLatencyMM.Simulator.Matching;

/// <summary>The account's orders by their ids, and its fills. Open orders are kept for good, of closed ones the latest.</summary>
internal sealed class OrderStore
{
    private const int KeptClosedOrders = 10_000;
    private const int KeptFills = 10_000;

    private readonly Dictionary<long, Order> _orders = [];
    private readonly Dictionary<string, Order> _byExternalId = new(StringComparer.Ordinal);
    private readonly Queue<Order> _closed = new();
    private readonly List<Fill> _fills = [];

    /// <summary>All orders kept: the open ones and the latest 10,000 closed ones, oldest first.</summary>
    public IEnumerable<Order> Orders => _orders.Values.OrderBy(order => order.Id);

    /// <summary>The latest trades of the account, at most 10,000, oldest first.</summary>
    public IReadOnlyList<Fill> Fills => _fills;

    public Order? Find(long id) => _orders.GetValueOrDefault(id);

    public Order? Find(string externalId) => _byExternalId.GetValueOrDefault(externalId);

    public void Add(Order order)
    {
        _orders.Add(order.Id, order);
        _byExternalId.Add(order.ExternalId, order);
    }

    /// <summary>The order is closed and may be forgotten when enough others have closed after it.</summary>
    public void Retire(Order order)
    {
        _closed.Enqueue(order);
        if (_closed.Count <= KeptClosedOrders)
            return;
        Order oldest = _closed.Dequeue();
        _orders.Remove(oldest.Id);
        _byExternalId.Remove(oldest.ExternalId);
    }

    public void Add(Fill fill)
    {
        if (_fills.Count == KeptFills)
            _fills.RemoveRange(0, KeptFills / 10);
        _fills.Add(fill);
    }
}
