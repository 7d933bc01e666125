using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Numerics;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// EWMA volatility of the mid on a regular clock: at each tick of the clock the mid that prevailed is taken, so that bounces
/// between two ticks of the clock do not count. No return is taken across a gap of the data.
/// </summary>
/// <remarks>O(1) per event, amortised; allocates nothing.</remarks>
public sealed class SampledVolatility
{
    private const double FastHalfLifeSeconds = 60;
    private const double FastGuardShare = 0.8;
    private const double SecondsPerDay = 86_400;

    private readonly long _sampleNs;
    private readonly long _gapNs;
    private readonly double _sampleSeconds;
    private readonly double _lowest;
    private readonly double _highest;
    private readonly bool _fastGuard;
    private EwmaVariance _slow;
    private EwmaVariance _fast;
    private long _mid2;
    private long _midNs;
    private long _sampledMid2;
    private long _nextSampleNs;

    /// <summary>Starts without a mid.</summary>
    public SampledVolatility(QuotingSettings settings)
    {
        _sampleNs = settings.SigmaSampleNs;
        _gapNs = settings.GapNs;
        _sampleSeconds = settings.SigmaSampleNs / 1e9;
        _lowest = settings.SigmaMinDaily / Math.Sqrt(SecondsPerDay);
        _highest = settings.SigmaMaxDaily / Math.Sqrt(SecondsPerDay);
        _fastGuard = settings.SigmaFastGuard;
        _slow = new EwmaVariance(settings.SigmaHalfLifeSeconds);
        _fast = new EwmaVariance(FastHalfLifeSeconds);
        Refresh();
    }

    /// <summary>Relative volatility per sqrt(second), limited as configured; the lower limit before the first estimate.</summary>
    public double Sigma { get; private set; }

    /// <summary>Which limits acted on <see cref="Sigma"/>.</summary>
    public QuoteClamps Clamps { get; private set; }

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        if (_mid2 != 0 && nowNs - _midNs > _gapNs)
            Break();
        Advance(nowNs);
        if (_mid2 == 0)
            _nextSampleNs = NextClockTick(nowNs);
        _mid2 = mid2;
        _midNs = nowNs;
    }

    /// <summary>The data broke off: the next return begins after it.</summary>
    public void Break()
    {
        _mid2 = 0;
        _sampledMid2 = 0;
    }

    /// <summary>Takes the samples that are due before now.</summary>
    public void Advance(long nowNs)
    {
        if (_mid2 == 0 || nowNs <= _nextSampleNs)
            return;
        if (nowNs - _midNs > _gapNs)
        {
            Break();
            return;
        }
        while (nowNs > _nextSampleNs)
        {
            Sample();
            _nextSampleNs += _sampleNs;
        }
        Refresh();
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _slow.AddTo(ref hash);
        _fast.AddTo(ref hash);
        hash.Add(_mid2);
        hash.Add(_midNs);
        hash.Add(_sampledMid2);
        hash.Add(_nextSampleNs);
    }

    private long NextClockTick(long nowNs) => (nowNs + _sampleNs - 1) / _sampleNs * _sampleNs;

    private void Sample()
    {
        if (_sampledMid2 != 0)
        {
            double logReturn = _mid2 == _sampledMid2 ? 0 : Elementary.Ln(_mid2 / (double)_sampledMid2);
            _slow.Add(logReturn, _sampleSeconds);
            _fast.Add(logReturn, _sampleSeconds);
        }
        _sampledMid2 = _mid2;
    }

    private void Refresh()
    {
        double sigma = _slow.HasEstimate ? _slow.Sigma : _lowest;
        double limited = Math.Min(Math.Max(sigma, _lowest), _highest);
        Clamps = limited != sigma || !_slow.HasEstimate ? QuoteClamps.SigmaLimited : QuoteClamps.None;
        if (_fastGuard && _fast.HasEstimate && FastGuardShare * _fast.Sigma > limited)
        {
            limited = FastGuardShare * _fast.Sigma;
            Clamps |= QuoteClamps.SigmaFastGuard;
        }
        Sigma = limited;
    }
}
