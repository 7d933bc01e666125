using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Numerics;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// The intensity that the model uses: good fits, smoothed in ln κ and ln A with at most a factor 2 a fit; without a good fit
/// the last one until it is too old, then the configured decay depth.
/// </summary>
public sealed class IntensityEstimate
{
    private const double Ln2 = 0.693147180559945309417;

    private readonly double _tickSize;
    private readonly double _smoothing;
    private readonly double _fallbackBps;
    private readonly long _fitIntervalNs;
    private readonly long _maxAgeNs;
    private readonly long _minFills;
    private double _lnKappa;
    private double _lnA;
    private bool _hasFit;
    private long _goodNs;
    private long _nextFitNs;

    /// <summary>Starts without a fit.</summary>
    public IntensityEstimate(QuotingSettings settings, double tickSize)
    {
        _tickSize = tickSize;
        _smoothing = settings.IntensitySmoothing;
        _fallbackBps = settings.KappaFallbackBps;
        _fitIntervalNs = settings.FitIntervalNs;
        _maxAgeNs = settings.IntensityMaxAgeNs;
        _minFills = settings.IntensityMinFills;
    }

    /// <summary>Quality of the last fit.</summary>
    public IntensityQuality Quality { get; private set; }

    /// <summary>Fits that were used.</summary>
    public long UsedFits { get; private set; }

    /// <summary>Fits anew when it is time.</summary>
    public void Advance(long nowNs, VirtualQuotes quotes, long mid2)
    {
        if (nowNs < _nextFitNs)
            return;
        if (_nextFitNs != 0)
            Use(quotes.Fit(_minFills), mid2, nowNs);
        _nextFitNs = nowNs + _fitIntervalNs;
    }

    /// <summary>κ in 1/price at a fair price; tells whether it is the fallback.</summary>
    public double Kappa(long nowNs, double fairPrice, out QuoteClamps clamps)
    {
        if (_hasFit && nowNs - _goodNs <= _maxAgeNs)
        {
            clamps = QuoteClamps.None;
            return Elementary.Exp(_lnKappa) / _tickSize;
        }
        clamps = QuoteClamps.KappaFallback;
        return 1e4 / (_fallbackBps * fairPrice);
    }

    /// <summary>Takes a fit, if it is good enough.</summary>
    public void Use(in IntensityFit fit, long mid2, long nowNs)
    {
        Quality = fit.Quality(mid2);
        if (Quality < IntensityQuality.Medium)
            return;
        double lnKappa = Elementary.Ln(fit.KappaPerTick);
        bool smooth = _hasFit && nowNs - _goodNs <= _maxAgeNs;
        _lnKappa = smooth ? Smoothed(_lnKappa, lnKappa) : lnKappa;
        _lnA = smooth ? Smoothed(_lnA, fit.LnA) : fit.LnA;
        _hasFit = true;
        _goodNs = nowNs;
        UsedFits++;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_lnKappa);
        hash.Add(_lnA);
        hash.Add(_hasFit);
        hash.Add(_goodNs);
        hash.Add(_nextFitNs);
        hash.Add(UsedFits);
    }

    private double Smoothed(double old, double fitted) =>
        old + Math.Min(Math.Max(_smoothing * (fitted - old), -Ln2), Ln2);
}
