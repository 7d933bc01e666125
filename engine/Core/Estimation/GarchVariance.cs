using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Conditional variance h of the next return, h' = ω + α (r − μ)² + β h, with parameters that are fitted elsewhere and come in as
/// events; between two fits they stand still. Keeps the returns that the next fit needs.
/// </summary>
/// <remarks>O(1) per return. A fit says how many returns it has seen; those that came since are applied to its h, so that nothing is lost
/// however long it took.</remarks>
public sealed class GarchVariance
{
    /// <summary>Fewest returns of a fit.</summary>
    public const int MinReturns = 100;

    /// <summary>Most returns of a fit: two days and twenty hours of minutes.</summary>
    public const int MaxReturns = 4_096;

    private readonly double[] _returns;
    private readonly long _refitNs;
    private long _count;
    private long _version;
    private double _mean;
    private double _omega;
    private double _alpha;
    private double _beta;
    private double _next;
    private long _fittedNs;
    private long _nextFitNs;

    /// <summary>Starts without returns and without parameters.</summary>
    /// <param name="capacity">Returns that a fit sees at most.</param>
    /// <param name="refitNs">How often a fit is asked for; parameters that are three times as old are no longer used.</param>
    public GarchVariance(int capacity, long refitNs)
    {
        _returns = new double[Math.Clamp(capacity, MinReturns, MaxReturns)];
        _refitNs = refitNs;
    }

    /// <summary>Fits asked for so far: a change means that one is due.</summary>
    public long FitRequests { get; private set; }

    /// <summary>Returns seen.</summary>
    public long Returns => _count;

    /// <summary>Variance of the next return; only with <see cref="IsFresh"/>.</summary>
    public double NextVariance => _next;

    /// <summary>Version of the parameters in use; 0 for none.</summary>
    public long Version => _version;

    /// <summary>Whether there are parameters young enough.</summary>
    public bool IsFresh(long nowNs) => _version != 0 && nowNs - _fittedNs <= 3 * _refitNs;

    /// <summary>Adds a log return.</summary>
    public void Add(long nowNs, double logReturn)
    {
        _returns[_count++ % _returns.Length] = logReturn;
        if (_version != 0)
            _next = Step(_next, logReturn);
        if (_count < MinReturns || nowNs < _nextFitNs)
            return;
        FitRequests++;
        _nextFitNs = nowNs + _refitNs;
    }

    /// <summary>Takes fitted parameters. False, and nothing changes, if they make no sense or are older than those in use.</summary>
    public bool TryTake(in ParametersPayload fitted, long nowNs)
    {
        bool isStationary = fitted.Omega > 0 && fitted.Alpha >= 0 && fitted.Beta >= 0 && fitted.Alpha + fitted.Beta < 1;
        long missed = _count - fitted.Returns;
        if (!isStationary || !double.IsFinite(fitted.Omega) || !double.IsFinite(fitted.Mean) || !(fitted.NextVariance > 0)
            || !double.IsFinite(fitted.NextVariance) || fitted.Version <= _version || missed < 0 || missed > _returns.Length)
            return false;
        _version = fitted.Version;
        _mean = fitted.Mean;
        _omega = fitted.Omega;
        _alpha = fitted.Alpha;
        _beta = fitted.Beta;
        _next = fitted.NextVariance;
        for (long i = fitted.Returns; i < _count; i++)
            _next = Step(_next, _returns[i % _returns.Length]);
        _fittedNs = nowNs;
        return true;
    }

    /// <summary>
    /// Mean variance of the next <paramref name="steps"/> returns (at least 1): LR + (h − LR) (1 − ρ^m) / (m (1 − ρ)), with ρ = α + β and the
    /// long-run variance LR = ω / (1 − ρ).
    /// </summary>
    public double MeanVariance(double steps)
    {
        double rho = _alpha + _beta;
        double longRun = _omega / (1 - rho);
        double decayed = Elementary.Exp(steps * Elementary.Ln(rho));
        return longRun + (_next - longRun) * (1 - decayed) / (steps * (1 - rho));
    }

    /// <summary>Copies the newest returns, oldest first, for a fit; gives how many.</summary>
    public int CopyReturns(Span<double> destination)
    {
        int copied = (int)Math.Min(Math.Min(_count, _returns.Length), destination.Length);
        int first = (int)((_count - copied) % _returns.Length);
        int untilEnd = Math.Min(copied, _returns.Length - first);
        _returns.AsSpan(first, untilEnd).CopyTo(destination);
        _returns.AsSpan(0, copied - untilEnd).CopyTo(destination[untilEnd..]);
        return copied;
    }

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        hash.Add(_count);
        for (long i = Math.Max(0, _count - _returns.Length); i < _count; i++)
            hash.Add(_returns[i % _returns.Length]);
        hash.Add(_version);
        hash.Add(_mean);
        hash.Add(_omega);
        hash.Add(_alpha);
        hash.Add(_beta);
        hash.Add(_next);
        hash.Add(_fittedNs);
        hash.Add(_nextFitNs);
        hash.Add(FitRequests);
    }

    private double Step(double variance, double logReturn)
    {
        double error = logReturn - _mean;
        return _omega + _alpha * error * error + _beta * variance;
    }
}
