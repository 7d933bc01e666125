using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Tests.Book;

/// <summary>The plain twin of the order book: two sorted dictionaries, whole frames.</summary>
internal sealed class DictionaryBook
{
    private readonly SortedDictionary<long, long> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, long> _asks = [];

    public SortedDictionary<long, long> SideOf(Side side) => side == Side.Buy ? _bids : _asks;

    public void Apply(BookFrame frame)
    {
        if (frame.IsSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }
        foreach (BookFrameLevel level in frame.Levels)
        {
            SortedDictionary<long, long> side = SideOf(level.Side);
            long steps = frame.IsSnapshot ? level.AbsoluteSteps : side.GetValueOrDefault(level.PriceTicks) + level.ChangeSteps;
            if (steps == 0)
                side.Remove(level.PriceTicks);
            else
                side[level.PriceTicks] = steps;
        }
    }

    public BookDepth Best(Side side)
    {
        foreach ((long price, long steps) in SideOf(side))
            return new BookDepth(price, steps);
        return default;
    }

    public BookDepth[] Levels(Side side) => [.. SideOf(side).Select(level => new BookDepth(level.Key, level.Value))];
}
