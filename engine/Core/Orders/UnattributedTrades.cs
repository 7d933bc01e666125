using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>
/// Fills that name only the exchange's order id, which may be that of an own order whose id is not known yet. They wait until
/// every own order that may be live is known by id.
/// </summary>
public sealed class UnattributedTrades
{
    private const int Capacity = 64;

    private readonly AccountTradePayload[] _trades = new AccountTradePayload[Capacity];

    /// <summary>Fills that wait.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref readonly AccountTradePayload this[int index] => ref _trades[index];

    /// <summary>Adds a fill; false if there is no room.</summary>
    public bool Add(in AccountTradePayload trade)
    {
        if (Count == Capacity)
            return false;
        _trades[Count++] = trade;
        return true;
    }

    /// <summary>Takes one out.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_trades, index + 1, _trades, index, Count - index);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(Count);
        for (int i = 0; i < Count; i++)
        {
            hash.Add(_trades[i].TradeId);
            hash.Add(_trades[i].OrderId);
            hash.Add(_trades[i].QuantitySteps);
        }
    }
}
