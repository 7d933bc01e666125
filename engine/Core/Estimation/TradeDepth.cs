using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// How deep trades go: from the mid that prevailed to their price. Counted is every single print, or every market order: the prints of
/// one time and one side, as deep as the deepest of them. Rolls over a window of five-minute buckets.
/// </summary>
/// <remarks>O(1) per trade. Depths are counted in half ticks, so nothing is rounded before the formula asks for it. Allocates nothing.</remarks>
public sealed class TradeDepth
{
    private const long FirstTicks = DepthGrid.FirstTicks;
    private const int DurationNs = 0;
    private const int Trades = 1;
    private const int Beyond = 2;
    private const int ExcessTicks = 3;
    private const int HalfTicks = 4;
    private const int PerSide = 4;
    private const int Ask = 0;
    private const int Bid = PerSide;

    private readonly bool _everyPrint;
    private readonly long _gapNs;
    private readonly BucketSums _sums;
    private Sweep _buys;
    private Sweep _sells;
    private long _mid2;
    private long _midNs;
    private long _clockNs;

    /// <summary>Starts without a mid.</summary>
    /// <param name="settings">Window and gap.</param>
    /// <param name="everyPrint">Whether every print counts for itself.</param>
    public TradeDepth(QuotingSettings settings, bool everyPrint)
    {
        _everyPrint = everyPrint;
        _gapNs = settings.GapNs;
        _sums = new BucketSums(1 + 2 * PerSide, settings.WindowNs);
    }

    /// <summary>How long trades were watched, seconds.</summary>
    public double Seconds => _sums[DurationNs] / 1e9;

    /// <summary>Prints or market orders.</summary>
    public long Count(IntensitySide side = IntensitySide.Both) => Sum(Trades, side);

    /// <summary>Those at least d0 = 2 ticks deep.</summary>
    public long CountBeyond(IntensitySide side = IntensitySide.Both) => Sum(Beyond, side);

    /// <summary>Sum of ⌊depth − d0⌋ over those at least d0 deep, ticks.</summary>
    public long Excess(IntensitySide side = IntensitySide.Both) => Sum(ExcessTicks, side);

    /// <summary>Mean depth of all of them, ticks; trades inside the touch have a negative one.</summary>
    public double MeanTicks => Count() == 0 ? 0 : Sum(HalfTicks, IntensitySide.Both) / 2.0 / Count();

    /// <summary>Trades per second and side that went at least d0 deep: the intensity when there is no fit.</summary>
    public double RateBeyond => Seconds > 0 ? CountBeyond() / (2 * Seconds) : 0;

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        Advance(nowNs);
        if (_mid2 == 0)
            _clockNs = nowNs;
        _mid2 = mid2;
        _midNs = nowNs;
    }

    /// <summary>A public trade that counts.</summary>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="tradeMs">The exchange's time of the trade: one market order's prints share it.</param>
    /// <param name="takerSide">Who crossed the spread.</param>
    /// <param name="priceTicks">Its price.</param>
    public void OnTrade(long nowNs, long tradeMs, Side takerSide, long priceTicks)
    {
        Advance(nowNs);
        if (_mid2 == 0 || takerSide == Side.None)
            return;
        ref Sweep sweep = ref takerSide == Side.Buy ? ref _buys : ref _sells;
        int side = takerSide == Side.Buy ? Ask : Bid;
        _sums.TurnTo(nowNs);
        if (_everyPrint || sweep.TradeMs != tradeMs || sweep.Mid2 == 0)
        {
            sweep = new Sweep { TradeMs = tradeMs, Mid2 = _mid2 };
            long depth = sweep.Depth(takerSide, priceTicks);
            _sums.Add(side + Trades, 1);
            Deepen(side, ref sweep, depth, isNew: true);
        }
        else
        {
            Deepen(side, ref sweep, sweep.Depth(takerSide, priceTicks), isNew: false);
        }
    }

    /// <summary>The data broke off.</summary>
    public void Break()
    {
        _mid2 = 0;
        _buys = default;
        _sells = default;
    }

    /// <summary>Time passes.</summary>
    public void Advance(long nowNs)
    {
        if (_mid2 == 0)
            return;
        if (nowNs - _midNs > _gapNs)
        {
            Break();
            return;
        }
        _sums.TurnTo(nowNs);
        _sums.Add(DurationNs, nowNs - _clockNs);
        _clockNs = nowNs;
    }

    /// <summary>Reads what the next event changes and no hash covers, so that it is in the caches.</summary>
    public long Touch() => _sums.Touch();

    /// <summary>Fits the intensity.</summary>
    public IntensityFit Fit(IntensitySide side = IntensitySide.Both) => IntensityFit.FitDepths(
        CountBeyond(side), Excess(side), (side == IntensitySide.Both ? 2 : 1) * Seconds, FirstTicks);

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _sums.AddTo(ref hash);
        _buys.AddTo(ref hash);
        _sells.AddTo(ref hash);
        hash.Add(_mid2);
        hash.Add(_midNs);
        hash.Add(_clockNs);
    }

    private long Sum(int counter, IntensitySide side) => side switch
    {
        IntensitySide.Ask => _sums[Ask + counter],
        IntensitySide.Bid => _sums[Bid + counter],
        _ => _sums[Ask + counter] + _sums[Bid + counter],
    };

    /// <summary>Replaces what the sweep counted so far by what it counts with this depth, if it is deeper.</summary>
    private void Deepen(int side, ref Sweep sweep, long halfTicks, bool isNew)
    {
        if (!isNew && halfTicks <= sweep.HalfTicks)
            return;
        long before = isNew ? -1 : ExcessOf(sweep.HalfTicks);
        long after = ExcessOf(halfTicks);
        _sums.Add(side + HalfTicks, isNew ? halfTicks : halfTicks - sweep.HalfTicks);
        if (after >= 0)
        {
            _sums.Add(side + Beyond, before < 0 ? 1 : 0);
            _sums.Add(side + ExcessTicks, before < 0 ? after : after - before);
        }
        sweep.HalfTicks = halfTicks;
    }

    /// <summary>Whole ticks beyond d0; negative if the trade does not reach it.</summary>
    private static long ExcessOf(long halfTicks) => (halfTicks - 2 * FirstTicks) >> 1;

    /// <summary>The prints of one time on one side; without a mid, none.</summary>
    private struct Sweep
    {
        public long TradeMs;
        public long Mid2;
        public long HalfTicks;

        public readonly long Depth(Side takerSide, long priceTicks) =>
            takerSide == Side.Buy ? 2 * priceTicks - Mid2 : Mid2 - 2 * priceTicks;

        public readonly void AddTo(ref StateHasher hash)
        {
            hash.Add(TradeMs);
            hash.Add(Mid2);
            hash.Add(HalfTicks);
        }
    }
}
