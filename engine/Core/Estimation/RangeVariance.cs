using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Variance from the range of bars: σ² = mean(ln(high / low)²) / (4 ln 2 · bar) (M. Parkinson, "The Extreme Value Method for Estimating the
/// Variance of the Rate of Return", 1980). Rolls over a window.
/// </summary>
internal sealed class RangeVariance(long windowNs)
{
    private const double FourLn2 = 4 * 0.693147180559945309417;
    private const int Count = 0;
    private const int Squares = 1;

    private readonly RealSums _sums = new(2, windowNs);

    /// <summary>Bars in the window.</summary>
    public long Bars => (long)_sums[Count];

    /// <summary>Relative volatility per sqrt(second) from bars of this length.</summary>
    public double Sigma(double barSeconds) => Math.Sqrt(_sums[Squares] / _sums[Count] / (FourLn2 * barSeconds));

    /// <summary>Adds a bar by its highest and lowest mid, above 0.</summary>
    public void Add(long timeNs, double high, double low)
    {
        _sums.TurnTo(timeNs);
        double range = high == low ? 0 : Elementary.Ln(high / low);
        _sums.Add(Count, 1);
        _sums.Add(Squares, range * range);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash) => _sums.AddTo(ref hash);
}
