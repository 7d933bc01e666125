namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Variance of the log returns in a rolling window: about their mean with n - 1 (<c>simple</c>), or about 0 and by elapsed time, of
/// whatever spacing (<c>realized</c>).
/// </summary>
internal sealed class ReturnVariance(long windowNs)
{
    private const int Count = 0;
    private const int Sum = 1;
    private const int Squares = 2;
    private const int Seconds = 3;

    private readonly RealSums _sums = new(4, windowNs);

    /// <summary>Returns in the window.</summary>
    public long Returns => (long)_sums[Count];

    /// <summary>Sample variance of a return, with n - 1; at least two returns.</summary>
    public double SampleVariance => Math.Max(0, (_sums[Squares] - _sums[Sum] * _sums[Sum] / _sums[Count]) / (_sums[Count] - 1));

    /// <summary>Relative volatility per sqrt(second) of returns over <paramref name="stepSeconds"/> each.</summary>
    public double SimpleSigma(double stepSeconds) => Math.Sqrt(SampleVariance / stepSeconds);

    /// <summary>Relative volatility per sqrt(second) from the squared returns.</summary>
    public double RealizedSigma => Math.Sqrt(_sums[Squares] / _sums[Seconds]);

    /// <summary>Adds a log return over some seconds, above 0.</summary>
    public void Add(long timeNs, double logReturn, double seconds)
    {
        _sums.TurnTo(timeNs);
        _sums.Add(Count, 1);
        _sums.Add(Sum, logReturn);
        _sums.Add(Squares, logReturn * logReturn);
        _sums.Add(Seconds, seconds);
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash) => _sums.AddTo(ref hash);
}
