using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Counts what quotes at each distance of a <see cref="DepthGrid"/> would have seen. At each tick of the clock they are posted on
/// both sides around the mid that prevails and live until the next one: the first trade that reaches a quote is its fill; the
/// others are censored, and their whole life counts as exposure. Rolls over a window of five-minute buckets.
/// </summary>
/// <remarks>
/// Per trade amortised O(1): a pointer per side walks the levels outwards. A window in which the book broke off, was stale or
/// had no mid is discarded whole. Allocates nothing after construction.
/// </remarks>
public sealed class VirtualQuotes
{
    private const int Levels = DepthGrid.MaxPoints;
    private const int FillsAsk = 0;
    private const int FillsBid = Levels;
    private const int ArrivalsAsk = 2 * Levels;
    private const int ArrivalsBid = 3 * Levels;
    private const int Windows = 4 * Levels;
    private const int Width = Windows + 1;
    private const long BucketNs = 300_000_000_000;

    private readonly double _tickSize;
    private readonly long _lifeNs;
    private readonly long _staleNs;
    private readonly long[] _ticks = new long[Levels];
    private readonly long[] _totals = new long[Width];
    private readonly long[] _buckets;
    private readonly long[] _askArrivals = new long[Levels];
    private readonly long[] _bidArrivals = new long[Levels];
    private readonly int _bucketCount;
    private int _levelCount;
    private int _nextAsk;
    private int _nextBid;
    private long _gridMid2;
    private long _bucket;
    private long _windowEndNs;
    private long _windowMid2;
    private long _mid2;
    private long _midNs;

    /// <summary>Starts without a mid.</summary>
    public VirtualQuotes(QuotingSettings settings, double tickSize)
    {
        _tickSize = tickSize;
        _lifeNs = settings.IntensitySampleNs;
        _staleNs = Math.Max(settings.MaxDataAgeNs, settings.IntensitySampleNs);
        _bucketCount = (int)Math.Max(1, settings.WindowNs / BucketNs);
        _buckets = new long[_bucketCount * Width];
    }

    /// <summary>The distances of the grid, in ticks.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, _levelCount);

    /// <summary>Windows counted.</summary>
    public long WindowCount => _totals[Windows];

    /// <summary>Fills at a level on one side.</summary>
    public long Fills(Side side, int level) => _totals[(side == Side.Sell ? FillsAsk : FillsBid) + level];

    /// <summary>Sum of the fills' times since posting at a level on one side, nanoseconds.</summary>
    public long ArrivalNs(Side side, int level) => _totals[(side == Side.Sell ? ArrivalsAsk : ArrivalsBid) + level];

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        Advance(nowNs);
        if (_levelCount == 0 || Math.Abs(mid2 - _gridMid2) > _gridMid2 / 10)
            BuildGrid(mid2);
        if (_mid2 == 0)
            _windowEndNs = (nowNs + _lifeNs - 1) / _lifeNs * _lifeNs;
        _mid2 = mid2;
        _midNs = nowNs;
    }

    /// <summary>A public trade; only <see cref="TradeType.Trade"/> counts.</summary>
    public void OnTrade(long nowNs, Side takerSide, long priceTicks)
    {
        Advance(nowNs);
        if (_windowMid2 == 0)
            return;
        long arrival = nowNs - (_windowEndNs - _lifeNs);
        if (takerSide == Side.Buy)
        {
            long reach = 2 * priceTicks - _windowMid2;
            while (_nextAsk < _levelCount && reach >= 2 * _ticks[_nextAsk])
                _askArrivals[_nextAsk++] = arrival;
        }
        else if (takerSide == Side.Sell)
        {
            long reach = _windowMid2 - 2 * priceTicks;
            while (_nextBid < _levelCount && reach >= 2 * _ticks[_nextBid])
                _bidArrivals[_nextBid++] = arrival;
        }
    }

    /// <summary>The data broke off: the running window is discarded, and the next begins after the next mid.</summary>
    public void Break()
    {
        _mid2 = 0;
        _windowMid2 = 0;
    }

    /// <summary>Closes the windows that ended before now.</summary>
    public void Advance(long nowNs)
    {
        if (_mid2 == 0 || nowNs <= _windowEndNs)
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
            _windowMid2 = _mid2;
            _nextAsk = 0;
            _nextBid = 0;
            _windowEndNs += _lifeNs;
        }
    }

    /// <summary>Fits the intensity to both sides pooled.</summary>
    public IntensityFit Fit(long minFills)
    {
        Span<long> fills = stackalloc long[Levels];
        Span<double> exposure = stackalloc double[Levels];
        for (int i = 0; i < _levelCount; i++)
        {
            fills[i] = _totals[FillsAsk + i] + _totals[FillsBid + i];
            exposure[i] = ExposureSeconds(i);
        }
        return IntensityFit.Fit(Ticks, fills[.._levelCount], exposure[.._levelCount], minFills);
    }

    /// <summary>For how long quotes of a level were alive, both sides pooled, seconds.</summary>
    public double ExposureSeconds(int level)
    {
        long fills = _totals[FillsAsk + level] + _totals[FillsBid + level];
        long censoredNs = _lifeNs * (2 * _totals[Windows] - fills);
        return (censoredNs + _totals[ArrivalsAsk + level] + _totals[ArrivalsBid + level]) / 1e9;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        for (int i = 0; i < Width; i++)
            hash.Add(_totals[i]);
        for (int i = 0; i < _levelCount; i++)
        {
            hash.Add(i < _nextAsk ? _askArrivals[i] : -1);
            hash.Add(i < _nextBid ? _bidArrivals[i] : -1);
        }
        hash.Add(_gridMid2);
        hash.Add(_bucket);
        hash.Add(_windowEndNs);
        hash.Add(_windowMid2);
        hash.Add(_mid2);
        hash.Add(_midNs);
    }

    private void CloseWindow()
    {
        TurnTo(_windowEndNs / BucketNs);
        Span<long> bucket = _buckets.AsSpan((int)(_bucket % _bucketCount) * Width, Width);
        Count(bucket, FillsAsk, ArrivalsAsk, _askArrivals.AsSpan(0, _nextAsk));
        Count(bucket, FillsBid, ArrivalsBid, _bidArrivals.AsSpan(0, _nextBid));
        bucket[Windows]++;
        _totals[Windows]++;
    }

    private void Count(Span<long> bucket, int fills, int arrivals, ReadOnlySpan<long> arrivalNs)
    {
        for (int i = 0; i < arrivalNs.Length; i++)
        {
            bucket[fills + i]++;
            bucket[arrivals + i] += arrivalNs[i];
            _totals[fills + i]++;
            _totals[arrivals + i] += arrivalNs[i];
        }
    }

    private void TurnTo(long bucket)
    {
        if (bucket - _bucket >= _bucketCount)
        {
            Array.Clear(_buckets);
            Array.Clear(_totals);
            _bucket = bucket;
            return;
        }
        while (_bucket < bucket)
        {
            _bucket++;
            Span<long> expired = _buckets.AsSpan((int)(_bucket % _bucketCount) * Width, Width);
            for (int i = 0; i < Width; i++)
                _totals[i] -= expired[i];
            expired.Clear();
        }
    }

    private void BuildGrid(long mid2)
    {
        _levelCount = DepthGrid.Fill(mid2, _tickSize, _ticks);
        _gridMid2 = mid2;
        _windowMid2 = 0;
        Array.Clear(_buckets);
        Array.Clear(_totals);
    }
}
