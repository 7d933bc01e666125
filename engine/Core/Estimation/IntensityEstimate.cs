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
    private readonly long _maxAgeNs;
    private double _lnKappa;
    private double _lnA;
    private double _kappa;
    private double _a;
    private bool _hasFit;
    private long _goodNs;

    /// <summary>Starts without a fit.</summary>
    public IntensityEstimate(QuotingSettings settings, double tickSize)
    {
        _tickSize = tickSize;
        _smoothing = settings.IntensitySmoothing;
        _fallbackBps = settings.KappaFallbackBps;
        _maxAgeNs = settings.IntensityMaxAgeNs;
    }

    /// <summary>Quality of the last fit.</summary>
    public IntensityQuality Quality { get; private set; }

    /// <summary>Fits that were used.</summary>
    public long UsedFits { get; private set; }

    /// <summary>The intensity at a fair price.</summary>
    /// <param name="nowNs">Engine time.</param>
    /// <param name="fairPrice">Fair price, collateral per base.</param>
    /// <param name="fallbackA">A to go with the fallback of κ.</param>
    public FillIntensity At(long nowNs, double fairPrice, double fallbackA) => IsFresh(nowNs)
        ? new FillIntensity(_kappa, _a, QuoteClamps.None)
        : new FillIntensity(1e4 / (_fallbackBps * fairPrice), fallbackA, QuoteClamps.KappaFallback);

    /// <summary>Takes a fit, if it is good enough.</summary>
    public void Use(in IntensityFit fit, long mid2, long nowNs)
    {
        Quality = fit.Quality(mid2);
        if (Quality < IntensityQuality.Medium)
            return;
        double lnKappa = Elementary.Ln(fit.KappaPerTick);
        bool smooth = IsFresh(nowNs);
        _lnKappa = smooth ? Smoothed(_lnKappa, lnKappa) : lnKappa;
        _lnA = smooth ? Smoothed(_lnA, fit.LnA) : fit.LnA;
        _kappa = Elementary.Exp(_lnKappa) / _tickSize;
        _a = Elementary.Exp(_lnA);
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
        hash.Add(UsedFits);
    }

    private bool IsFresh(long nowNs) => _hasFit && nowNs - _goodNs <= _maxAgeNs;

    private double Smoothed(double old, double fitted) =>
        old + Math.Min(Math.Max(_smoothing * (fitted - old), -Ln2), Ln2);
}
