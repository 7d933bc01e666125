namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Realized variance on a fast and a slow scale, combined so that the noise of the book cancels (L. Zhang, P. Mykland, Y. Aït-Sahalia,
/// "A Tale of Two Time Scales", 2005): TS = (RVK − (nb / n) RV) / (1 − nb / n), with RV the sum of squared returns, RVK the mean over
/// the K subgrids of the sum of squared K-step returns, n returns, and nb = (K-step returns) / K. Rolls over a window.
/// </summary>
internal sealed class TwoScaleVariance
{
    private const int Returns = 0;
    private const int FastSquares = 1;
    private const int SlowReturns = 2;
    private const int SlowSquares = 3;

    private readonly RealSums _sums;
    private readonly double[] _lnMids;
    private long _inSeries;

    /// <summary>Starts without a mid.</summary>
    /// <param name="windowNs">Length of the window.</param>
    /// <param name="slowSteps">K, at least 2.</param>
    public TwoScaleVariance(long windowNs, int slowSteps)
    {
        _sums = new RealSums(4, windowNs);
        _lnMids = new double[slowSteps];
    }

    /// <summary>Whether there are returns enough: twice the slow scale.</summary>
    public bool HasEstimate => _sums[Returns] >= 2 * _lnMids.Length && _sums[SlowReturns] >= 1;

    /// <summary>Integrated variance over all returns; may be negative.</summary>
    public double Variance
    {
        get
        {
            double steps = _lnMids.Length;
            double share = _sums[SlowReturns] / steps / _sums[Returns];
            return (_sums[SlowSquares] / steps - share * _sums[FastSquares]) / (1 - share);
        }
    }

    /// <summary>Relative volatility per sqrt(second) of mids on a clock of this period.</summary>
    public double Sigma(double stepSeconds) => Math.Sqrt(Math.Max(0, Variance) / (_sums[Returns] * stepSeconds));

    /// <summary>Variance of the noise in one mid.</summary>
    public double NoiseVariance => Math.Max(0, (_sums[FastSquares] - Variance) / (2 * _sums[Returns]));

    /// <summary>Adds the logarithm of the next mid of the clock.</summary>
    public void Add(long timeNs, double lnMid)
    {
        int steps = _lnMids.Length;
        _sums.TurnTo(timeNs);
        if (_inSeries > 0)
        {
            double fast = lnMid - _lnMids[(_inSeries - 1) % steps];
            _sums.Add(Returns, 1);
            _sums.Add(FastSquares, fast * fast);
        }
        if (_inSeries >= steps)
        {
            double slow = lnMid - _lnMids[_inSeries % steps];
            _sums.Add(SlowReturns, 1);
            _sums.Add(SlowSquares, slow * slow);
        }
        _lnMids[_inSeries++ % steps] = lnMid;
    }

    /// <summary>The next mid begins a new series.</summary>
    public void Break() => _inSeries = 0;

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _sums.AddTo(ref hash);
        hash.Add(_inSeries);
        for (long i = Math.Max(0, _inSeries - _lnMids.Length); i < _inSeries; i++)
            hash.Add(_lnMids[i % _lnMids.Length]);
    }
}
