namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// One side of the recorded book as the market shows it now. Three things make it up: the levels of the book frames; a best price
/// that is fresher than they are, which hides every better level and restates its own; and what own orders have taken from a
/// level, which stays gone until the recording restates that level's size.
/// </summary>
internal sealed class RecordedSide
{
    private readonly BookSide _levels;
    private readonly Dictionary<long, long> _taken = [];
    private readonly List<long> _touched = [];
    private readonly int _sign;
    private long _freshPrice;
    private long _freshSize;

    public RecordedSide(Side side)
    {
        _levels = new BookSide(side);
        _sign = side == Side.Buy ? 1 : -1;
    }

    /// <summary>Prices whose size may have changed since the list was last cleared; may hold a price more than once.</summary>
    public List<long> Touched => _touched;

    /// <summary>Best price with anything left to trade, 0 if there is none.</summary>
    public long BestPrice
    {
        get
        {
            if (_freshPrice != 0 && Available(_freshPrice) > 0)
                return _freshPrice;
            for (int depth = FirstShown(); depth < _levels.Count; depth++)
            {
                long price = _levels.Price(depth);
                if (Available(price) > 0)
                    return price;
            }
            return 0;
        }
    }

    /// <summary>Best price that the recording states, whatever own orders took from it; 0 if there is none.</summary>
    public long BestRecordedPrice => _freshPrice != 0 ? _freshPrice : _levels.Count > 0 ? _levels.Price(0) : 0;

    /// <summary>Size that the recording states at a price.</summary>
    public long Recorded(long price)
    {
        if (_freshPrice == 0)
            return _levels.SizeAt(price);
        if (price == _freshPrice)
            return _freshSize;
        return IsBetter(price, _freshPrice) ? 0 : _levels.SizeAt(price);
    }

    /// <summary>Recorded size at a price less what own orders took from it.</summary>
    public long Available(long price)
    {
        long size = Recorded(price);
        return size != 0 && _taken.TryGetValue(price, out long taken) ? Math.Max(0, size - taken) : size;
    }

    /// <summary>Takes size from a price on behalf of an own order.</summary>
    public void Take(long price, long size)
    {
        _taken[price] = _taken.GetValueOrDefault(price) + size;
        _touched.Add(price);
    }

    /// <summary>A book frame states a level.</summary>
    public void SetLevel(long price, long size)
    {
        _levels.Set(price, size);
        _taken.Remove(price);
        _touched.Add(price);
    }

    /// <summary>A snapshot follows: all levels go.</summary>
    public void Clear()
    {
        DropFresh();
        for (int depth = 0; depth < _levels.Count; depth++)
            _touched.Add(_levels.Price(depth));
        _levels.Clear();
        _taken.Clear();
    }

    /// <summary>A best price fresher than the levels.</summary>
    public void SetFresh(long price, long size)
    {
        if (price == _freshPrice && size == _freshSize)
            return;
        if (Recorded(price) != size)
            _taken.Remove(price);
        TouchBetterThan(_freshPrice);
        (_freshPrice, _freshSize) = (price, size);
        TouchBetterThan(price);
    }

    /// <summary>The levels are as fresh as the best price: it is no longer needed.</summary>
    public void DropFresh()
    {
        if (_freshPrice == 0)
            return;
        TouchBetterThan(_freshPrice);
        (_freshPrice, _freshSize) = (0, 0);
    }

    private bool IsBetter(long price, long than) => _sign * price > _sign * than;

    private int FirstShown()
    {
        if (_freshPrice == 0)
            return 0;
        int depth = _levels.CountBetterThan(_freshPrice);
        return depth < _levels.Count && _levels.Price(depth) == _freshPrice ? depth + 1 : depth;
    }

    private void TouchBetterThan(long price)
    {
        if (price == 0)
            return;
        _touched.Add(price);
        for (int depth = 0; depth < _levels.Count && IsBetter(_levels.Price(depth), price); depth++)
            _touched.Add(_levels.Price(depth));
    }

    /// <summary>Prices with anything left to trade, best first.</summary>
    public IEnumerable<long> AvailablePrices()
    {
        if (_freshPrice != 0 && Available(_freshPrice) > 0)
            yield return _freshPrice;
        for (int depth = FirstShown(); depth < _levels.Count; depth++)
        {
            long price = _levels.Price(depth);
            if (Available(price) > 0)
                yield return price;
        }
    }
}
