using LowLatencyMM.Core.Book;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Bench.Frames;

/// <summary>
/// Deltas of five levels around the touch, applied to the engine's book and to two sorted dictionaries. A book of 50 levels a side; sizes
/// change, and every other delta takes the best bid away or puts it back.
/// </summary>
internal sealed class BookUpdates
{
    private const int Levels = 5;

    private readonly OrderBook _book = new();
    private readonly SortedDictionary<long, long> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly Event[] _first;
    private readonly Event[] _second;
    private long _sequence;

    public BookUpdates()
    {
        Event[] snapshot = new Event[2 * MarketFrames.Depth];
        for (int i = 0; i < MarketFrames.Depth; i++)
        {
            snapshot[i] = Level(Side.Buy, BenchMarket.BidTicks - i, 100_000, EventFlags.Snapshot);
            snapshot[MarketFrames.Depth + i] = Level(Side.Sell, BenchMarket.BidTicks + 1 + i, 100_000, EventFlags.Snapshot);
        }
        ToFrame(snapshot);
        _first = Delta(0);
        _second = Delta(100_000);
        Apply(snapshot);
        foreach (ref readonly Event e in snapshot.AsSpan())
            ApplyToDictionary(in e);
    }

    /// <summary>Best prices of the engine's book.</summary>
    public (long Bid, long Ask) Best => (_book.BestBidTicks, _book.BestAskTicks);

    /// <summary>Best prices of the dictionaries.</summary>
    public (long Bid, long Ask) DictionaryBest => (First(_bids), First(_asks));

    /// <summary>Applies pairs of deltas to the engine's book and reads the touch after each.</summary>
    public long Apply(int pairs)
    {
        long sum = 0;
        for (int i = 0; i < pairs; i++)
        {
            Apply(_first);
            sum += _book.BestBidTicks + _book.BestAskTicks;
            Apply(_second);
            sum += _book.BestBidTicks + _book.BestAskTicks;
        }
        return sum;
    }

    /// <summary>Applies the same to the dictionaries.</summary>
    public long ApplyToDictionary(int pairs)
    {
        long sum = 0;
        for (int i = 0; i < pairs; i++)
        {
            foreach (ref readonly Event e in _first.AsSpan())
                ApplyToDictionary(in e);
            sum += First(_bids) + First(_asks);
            foreach (ref readonly Event e in _second.AsSpan())
                ApplyToDictionary(in e);
            sum += First(_bids) + First(_asks);
        }
        return sum;
    }

    private static Event[] Delta(long bestBidSteps)
    {
        Event[] delta = new Event[Levels];
        delta[0] = Level(Side.Buy, BenchMarket.BidTicks, bestBidSteps, EventFlags.Absolute);
        delta[1] = Level(Side.Buy, BenchMarket.BidTicks - 3, bestBidSteps + 50_000, EventFlags.Absolute);
        delta[2] = Level(Side.Buy, BenchMarket.BidTicks - 4, bestBidSteps + 60_000, EventFlags.Absolute);
        delta[3] = Level(Side.Sell, BenchMarket.BidTicks + 4, bestBidSteps + 70_000, EventFlags.Absolute);
        delta[4] = Level(Side.Sell, BenchMarket.BidTicks + 5, bestBidSteps + 80_000, EventFlags.Absolute);
        ToFrame(delta);
        return delta;
    }

    private static Event Level(Side side, long ticks, long steps, EventFlags flags)
    {
        Event e = default;
        e.Begin(EventKind.BookLevel, flags, 0, StreamId.OrderBook, 1_790_000_000_000_000_000);
        e.BookLevel.Side = side;
        e.BookLevel.PriceTicks = ticks;
        e.BookLevel.QuantitySteps = steps;
        return e;
    }

    private static void ToFrame(Event[] levels)
    {
        levels[0].Flags |= EventFlags.FrameStart;
        levels[^1].Flags |= EventFlags.FrameEnd;
    }

    private static long First(SortedDictionary<long, long> side)
    {
        foreach (KeyValuePair<long, long> level in side)
            return level.Key;
        return 0;
    }

    private void Apply(Event[] frame)
    {
        _sequence++;
        foreach (ref Event e in frame.AsSpan())
        {
            e.StreamSeq = _sequence;
            _book.Apply(in e);
        }
    }

    private void ApplyToDictionary(in Event e)
    {
        SortedDictionary<long, long> side = e.BookLevel.Side == Side.Buy ? _bids : _asks;
        if (e.BookLevel.QuantitySteps == 0)
            side.Remove(e.BookLevel.PriceTicks);
        else
            side[e.BookLevel.PriceTicks] = e.BookLevel.QuantitySteps;
    }
}
