using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Exponentially weighted variance of log returns, corrected for its start: <c>w = exp(-dt ln2 / half-life)</c>,
/// <c>v = w v + (1 - w) r² / dt</c>, <c>P = w P</c>, and σ = sqrt(v / (1 - P)) per sqrt(second).
/// </summary>
public struct EwmaVariance
{
    private const double Ln2 = 0.693147180559945309417;

    private readonly double _halfLifeSeconds;
    private double _weightedSum;
    private double _startWeight;

    /// <summary>Starts without an estimate.</summary>
    /// <param name="halfLifeSeconds">After this time a return counts half; above 0.</param>
    public EwmaVariance(double halfLifeSeconds)
    {
        _halfLifeSeconds = halfLifeSeconds;
        _startWeight = 1;
    }

    /// <summary>Whether a return has been seen.</summary>
    public readonly bool HasEstimate => _startWeight < 1;

    /// <summary>Relative volatility per sqrt(second); only with <see cref="HasEstimate"/>.</summary>
    public readonly double Sigma => Math.Sqrt(_weightedSum / (1 - _startWeight));

    /// <summary>Adds a log return over <paramref name="seconds"/>, above 0.</summary>
    public void Add(double logReturn, double seconds)
    {
        double weight = Elementary.Exp(-seconds * Ln2 / _halfLifeSeconds);
        _weightedSum = weight * _weightedSum + (1 - weight) * logReturn * logReturn / seconds;
        _startWeight *= weight;
    }

    /// <summary>Adds the state to a hash.</summary>
    public readonly void AddTo(ref StateHasher hash)
    {
        hash.Add(_weightedSum);
        hash.Add(_startWeight);
    }
}
