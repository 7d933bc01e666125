using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Counts what quotes at each distance of a <see cref="DepthGrid"/> would have seen. At each tick of the clock they are posted on
/// both sides around the mid that prevails and live until the next one: the first trade that reaches a quote is its fill; the
/// others are censored, and their whole life counts as exposure. Rolls over a window of five-minute buckets.
/// </summary>
/// <remarks>
/// <para>Without an <see cref="IQueueView"/> a quote at distance D is reached by a trade at least D away from the mid. With one it stands on a
/// price tick behind what is shown there: a trade beyond it fills it at once, trades at it only once their sizes exceed the queue.</para>
/// <para>Per trade amortised O(1): a pointer per side walks the levels outwards; since a trade at a level's price has gone through all
/// shallower ones, only the level at the pointer can gather volume. A window in which the book broke off, was stale or had no mid is
/// discarded whole. Allocates nothing after construction.</para>
/// </remarks>
public sealed class VirtualQuotes
{
    private const int Levels = DepthGrid.MaxPoints;
    private const int Ask = 0;
    private const int Bid = 1;
    private const int Sides = 2;
    private const int Arrivals = Sides * Levels;
    private const int Windows = 2 * Sides * Levels;

    private readonly double _tickSize;
    private readonly GridSpacing _spacing;
    private readonly long _lifeNs;
    private readonly long _staleNs;
    private readonly IQueueView? _queues;
    private readonly bool _isFixed;
    private readonly long[] _ticks = new long[Levels];
    private readonly BucketSums _sums;

    // Of the running window, by side: when each level was filled, how many were, the queue of each, and the volume at the next one.
    private readonly long[] _arrivalNs = new long[Sides * Levels];
    private readonly long[] _queueAhead = new long[Sides * Levels];
    private readonly int[] _next = new int[Sides];
    private readonly long[] _volume = new long[Sides];
    private long _lotSteps;

    private int _levelCount;
    private long _gridMid2;
    private long _windowEndNs;
    private long _windowMid2;
    private long _mid2;
    private long _midNs;

    /// <summary>Starts without a mid.</summary>
    /// <param name="settings">Grid, life of a quote and window.</param>
    /// <param name="tickSize">One tick in the collateral.</param>
    /// <param name="queues">What quotes queue behind; null for no queue.</param>
    /// <param name="fixedTicks">Distances to use whatever the mid is, ascending, at most <see cref="DepthGrid.MaxPoints"/>; empty for the grid of the mid.</param>
    public VirtualQuotes(QuotingSettings settings, double tickSize, IQueueView? queues = null, ReadOnlySpan<long> fixedTicks = default)
    {
        fixedTicks.CopyTo(_ticks);
        _levelCount = fixedTicks.Length;
        _isFixed = fixedTicks.Length > 0;
        _tickSize = tickSize;
        _spacing = settings.GridSpacing;
        _lifeNs = settings.IntensitySampleNs;
        _staleNs = Math.Max(settings.MaxDataAgeNs, settings.IntensitySampleNs);
        _queues = queues;
        _sums = new BucketSums(Windows + 1, settings.WindowNs);
    }

    /// <summary>The distances of the grid, in ticks.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, _levelCount);

    /// <summary>Windows counted.</summary>
    public long WindowCount => _sums[Windows];

    /// <summary>Fills at a level on one side.</summary>
    public long Fills(Side side, int level) => _sums[IndexOf(side) * Levels + level];

    /// <summary>Sum of the fills' times since posting at a level on one side, nanoseconds.</summary>
    public long ArrivalNs(Side side, int level) => _sums[Arrivals + IndexOf(side) * Levels + level];

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        Advance(nowNs);
        if (!_isFixed && (_levelCount == 0 || Math.Abs(mid2 - _gridMid2) > _gridMid2 / 10))
            BuildGrid(mid2);
        if (_mid2 == 0)
            _windowEndNs = (nowNs + _lifeNs - 1) / _lifeNs * _lifeNs;
        _mid2 = mid2;
        _midNs = nowNs;
    }

    /// <summary>A public trade that counts.</summary>
    public void OnTrade(long nowNs, Side takerSide, long priceTicks, long steps)
    {
        Advance(nowNs);
        if (_windowMid2 == 0 || takerSide == Side.None)
            return;
        int side = takerSide == Side.Buy ? Ask : Bid;
        long arrivalNs = nowNs - (_windowEndNs - _lifeNs);
        if (_queues is null)
            Reach(side, side == Ask ? 2 * priceTicks - _windowMid2 : _windowMid2 - 2 * priceTicks, arrivalNs);
        else
            Queue(side, priceTicks, steps, arrivalNs);
    }

    /// <summary>The data broke off: the running window is discarded, and the next begins after the next mid.</summary>
    public void Break()
    {
        _mid2 = 0;
        _windowMid2 = 0;
    }

    /// <summary>Closes the windows that ended before now and opens the next. To be called before the book changes.</summary>
    public void Advance(long nowNs)
    {
        if (_mid2 == 0)
            return;
        if (nowNs - _midNs > _staleNs)
        {
            Break();
            return;
        }
        while (nowNs > _windowEndNs)
        {
            if (_windowMid2 != 0)
                CloseWindow();
            OpenWindow();
        }
    }

    /// <summary>Reads what the next event changes and no hash covers, so that it is in the caches.</summary>
    public long Touch() => _sums.Touch();

    /// <summary>Fits the intensity.</summary>
    /// <param name="minFills">Least fills of a level that counts, at least 1.</param>
    /// <param name="side">Whose fills.</param>
    /// <param name="regression">Weights of the levels.</param>
    public IntensityFit Fit(
        long minFills, IntensitySide side = IntensitySide.Both, IntensityRegression regression = IntensityRegression.Weighted)
    {
        Span<long> fills = stackalloc long[Levels];
        Span<double> exposure = stackalloc double[Levels];
        for (int i = 0; i < _levelCount; i++)
        {
            fills[i] = Fills(side, i);
            exposure[i] = ExposureSeconds(i, side);
        }
        return IntensityFit.Fit(Ticks, fills[.._levelCount], exposure[.._levelCount], minFills, regression);
    }

    /// <summary>Fills at a level.</summary>
    public long Fills(IntensitySide side, int level) => side switch
    {
        IntensitySide.Ask => Fills(Side.Sell, level),
        IntensitySide.Bid => Fills(Side.Buy, level),
        _ => Fills(Side.Sell, level) + Fills(Side.Buy, level),
    };

    /// <summary>For how long quotes of a level were alive, seconds.</summary>
    public double ExposureSeconds(int level, IntensitySide side = IntensitySide.Both)
    {
        long quotes = side == IntensitySide.Both ? 2 * WindowCount : WindowCount;
        long arrivals = side switch
        {
            IntensitySide.Ask => ArrivalNs(Side.Sell, level),
            IntensitySide.Bid => ArrivalNs(Side.Buy, level),
            _ => ArrivalNs(Side.Sell, level) + ArrivalNs(Side.Buy, level),
        };
        return (_lifeNs * (quotes - Fills(side, level)) + arrivals) / 1e9;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _sums.AddTo(ref hash);
        for (int side = Ask; side <= Bid; side++)
        {
            hash.Add(_next[side]);
            hash.Add(_volume[side]);
            for (int i = 0; i < _next[side]; i++)
                hash.Add(_arrivalNs[side * Levels + i]);
            for (int i = 0; i < _levelCount; i++)
                hash.Add(_queueAhead[side * Levels + i]);
        }
        hash.Add(_lotSteps);
        hash.Add(_gridMid2);
        hash.Add(_windowEndNs);
        hash.Add(_windowMid2);
        hash.Add(_mid2);
        hash.Add(_midNs);
    }

    private static int IndexOf(Side side) => side == Side.Sell ? Ask : Bid;

    /// <summary>The price of a level in the running window when it stands on a tick: the ask's rounded up, the bid's down.</summary>
    private long Target(int side, int level) =>
        side == Ask ? (_windowMid2 + 2 * _ticks[level] + 1) >> 1 : (_windowMid2 - 2 * _ticks[level]) >> 1;

    private void Reach(int side, long twiceDepth, long arrivalNs)
    {
        ref int next = ref _next[side];
        while (next < _levelCount && twiceDepth >= 2 * _ticks[next])
            _arrivalNs[side * Levels + next++] = arrivalNs;
    }

    private void Queue(int side, long priceTicks, long steps, long arrivalNs)
    {
        ref int next = ref _next[side];
        while (next < _levelCount && (side == Ask ? priceTicks > Target(side, next) : priceTicks < Target(side, next)))
            Fill(side, arrivalNs);
        if (next == _levelCount || priceTicks != Target(side, next))
            return;
        _volume[side] += steps;
        long ahead = _queueAhead[side * Levels + next];
        if (ahead != long.MaxValue && _volume[side] >= ahead + _lotSteps)
            Fill(side, arrivalNs);
    }

    private void Fill(int side, long arrivalNs)
    {
        _arrivalNs[side * Levels + _next[side]++] = arrivalNs;
        _volume[side] = 0;
    }

    private void CloseWindow()
    {
        _sums.TurnTo(_windowEndNs);
        for (int side = Ask; side <= Bid; side++)
        {
            for (int i = 0; i < _next[side]; i++)
            {
                _sums.Add(side * Levels + i, 1);
                _sums.Add(Arrivals + side * Levels + i, _arrivalNs[side * Levels + i]);
            }
        }
        _sums.Add(Windows, 1);
    }

    private void OpenWindow()
    {
        _windowMid2 = _mid2;
        _windowEndNs += _lifeNs;
        Array.Clear(_next);
        Array.Clear(_volume);
        if (_queues is null)
            return;
        _lotSteps = _queues.LotSteps(_mid2);
        for (int i = 0; i < _levelCount; i++)
        {
            _queueAhead[i] = _queues.QueueAhead(Side.Sell, Target(Ask, i));
            _queueAhead[Levels + i] = _queues.QueueAhead(Side.Buy, Target(Bid, i));
        }
    }

    private void BuildGrid(long mid2)
    {
        _levelCount = DepthGrid.Fill(mid2, _tickSize, _spacing, _ticks);
        _gridMid2 = mid2;
        _windowMid2 = 0;
        _sums.Clear();
    }
}
