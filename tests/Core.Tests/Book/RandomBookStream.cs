using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

/// <summary>
/// A seeded stream of frames that never contradicts itself: levels near a wandering touch come, change and go; now and then an
/// outlier far away, a jump of the whole market, a cleared side, a snapshot in any order.
/// </summary>
internal sealed class RandomBookStream(int seed, int spreadOfLevels)
{
    private readonly Random _random = new(seed);
    private readonly DictionaryBook _book = new();
    private long _mid = 1_000_000;
    private long _seq;

    public BookFrame Next()
    {
        BookFrame frame = _seq == 0 || _random.Next(100) == 0 ? Snapshot() : Delta();
        _book.Apply(frame);
        return frame;
    }

    private BookFrame Snapshot()
    {
        var levels = new List<BookFrameLevel>();
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            var prices = new SortedSet<long>();
            for (int i = _random.Next(60); i > 0; i--)
                prices.Add(PriceNear(side));
            foreach (long price in _random.Next(2) == 0 ? prices : prices.Reverse())
                levels.Add(Sized(side, price, _random.NextInt64(1, 1_000)));
        }
        return new BookFrame(++_seq, true, levels);
    }

    private BookFrame Delta()
    {
        int what = _random.Next(200);
        if (what == 0)
            _mid += _random.Next(-5, 6) * spreadOfLevels;
        else if (what < 60)
            _mid += _random.Next(-3, 4);

        var changed = new Dictionary<(Side, long), BookFrameLevel>();
        if (what == 1)
            Empty(_random.Next(2) == 0 ? Side.Buy : Side.Sell, changed);
        Uncross(changed);
        for (int i = _random.Next(12); i > 0; i--)
        {
            Side side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
            SortedDictionary<long, long> levels = _book.SideOf(side);
            bool existing = levels.Count > 0 && _random.Next(2) == 0;
            long price = existing ? levels.Keys.ElementAt(_random.Next(Math.Min(levels.Count, 20))) : PriceNear(side);
            if (changed.ContainsKey((side, price)))
                continue;
            long steps = existing && _random.Next(2) == 0 ? 0 : _random.NextInt64(0, 1_000);
            changed[(side, price)] = Changed(side, price, steps);
        }
        return new BookFrame(++_seq, false, [.. changed.Values]);
    }

    private void Empty(Side side, Dictionary<(Side, long), BookFrameLevel> changed)
    {
        foreach (long price in _book.SideOf(side).Keys)
            changed[(side, price)] = Changed(side, price, 0);
    }

    /// <summary>Removes what stands on the other side of the mid, as trades would.</summary>
    private void Uncross(Dictionary<(Side, long), BookFrameLevel> changed)
    {
        foreach (long price in _book.SideOf(Side.Buy).Keys.TakeWhile(price => price >= _mid))
            changed[(Side.Buy, price)] = Changed(Side.Buy, price, 0);
        foreach (long price in _book.SideOf(Side.Sell).Keys.TakeWhile(price => price <= _mid))
            changed[(Side.Sell, price)] = Changed(Side.Sell, price, 0);
    }

    private long PriceNear(Side side)
    {
        int reach = _random.Next(50) == 0 ? 40 * spreadOfLevels : spreadOfLevels;
        long distance = 1 + (long)(reach * Math.Pow(_random.NextDouble(), 3));
        return side == Side.Buy ? _mid - distance : _mid + distance;
    }

    private BookFrameLevel Changed(Side side, long price, long steps) =>
        new(side, price, steps - _book.SideOf(side).GetValueOrDefault(price), steps);

    private static BookFrameLevel Sized(Side side, long price, long steps) => new(side, price, steps, steps);
}
