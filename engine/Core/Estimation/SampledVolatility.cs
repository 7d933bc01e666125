using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Numerics;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// Volatility of the mid by the configured method, on regular clocks (<see cref="MidClock"/>); no return is taken across a gap of the
/// data. An EWMA runs besides whatever the method is: it stands in while the method has too little data.
/// </summary>
/// <remarks>O(1) per event, amortised; allocates nothing after construction.</remarks>
public sealed class SampledVolatility
{
    /// <summary>Fewest returns, or bars, of the methods over a window.</summary>
    public const int MinReturns = 30;

    private const double FastHalfLifeSeconds = 60;
    private const double FastGuardShare = 0.8;
    private const double SecondsPerDay = 86_400;
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;

    private readonly SigmaMethod _method;
    private readonly double _lowest;
    private readonly double _highest;
    private readonly bool _fastGuard;
    private readonly ReturnVariance? _returns;
    private readonly RangeVariance? _ranges;
    private readonly TwoScaleVariance? _twoScale;
    private MidClock _clock;
    private MidClock _methodClock;
    private EwmaVariance _slow;
    private EwmaVariance _fast;
    private long _high2;
    private long _low2;
    private double _horizonSeconds;

    /// <summary>Starts without a mid.</summary>
    public SampledVolatility(QuotingSettings settings)
    {
        _method = settings.SigmaMethod;
        _lowest = settings.SigmaMinDaily / Math.Sqrt(SecondsPerDay);
        _highest = settings.SigmaMaxDaily / Math.Sqrt(SecondsPerDay);
        _fastGuard = settings.SigmaFastGuard;
        _slow = new EwmaVariance(settings.SigmaHalfLifeSeconds);
        _fast = new EwmaVariance(FastHalfLifeSeconds);
        _clock = new MidClock(settings.SigmaSampleNs, settings.GapNs);
        _methodClock = new MidClock(_method == SigmaMethod.TwoScale ? Second : Minute, settings.GapNs);
        // Without a horizon in the model only the next return matters.
        _horizonSeconds = settings.Model == QuoteModelKind.AvellanedaStoikov ? settings.HorizonSeconds : 0;
        switch (_method)
        {
            case SigmaMethod.Simple or SigmaMethod.Realized:
                _returns = new ReturnVariance(settings.WindowNs);
                break;
            case SigmaMethod.Parkinson:
                _ranges = new RangeVariance(settings.WindowNs);
                break;
            case SigmaMethod.TwoScale:
                _twoScale = new TwoScaleVariance(settings.WindowNs, (int)settings.TsrvSlowSteps);
                break;
            case SigmaMethod.Garch or SigmaMethod.GarchStudentT:
                Garch = new GarchVariance((int)Math.Min(GarchVariance.MaxReturns, settings.WindowNs / Minute), settings.GarchRefitNs);
                break;
        }
        Refresh(0);
    }

    /// <summary>Relative volatility per sqrt(second), limited as configured; the lower limit before the first estimate.</summary>
    public double Sigma { get; private set; }

    /// <summary>What the method gives before limits and guard; NaN while it has too little data.</summary>
    public double MethodSigma { get; private set; }

    /// <summary>Standard deviation of the noise in one mid, relative; NaN if the two-scale estimate is not the method or has too little data.</summary>
    public double NoiseSigma => _twoScale is { HasEstimate: true } ? Math.Sqrt(_twoScale.NoiseVariance) : double.NaN;

    /// <summary>Which limits acted on <see cref="Sigma"/>.</summary>
    public QuoteClamps Clamps { get; private set; }

    /// <summary>The state of GARCH; null with another method.</summary>
    public GarchVariance? Garch { get; }

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        Advance(nowNs);
        _clock.Set(nowNs, mid2);
        if (_method is SigmaMethod.Ewma or SigmaMethod.Simple or SigmaMethod.Realized)
            return;
        _methodClock.Set(nowNs, mid2);
        _high2 = Math.Max(_high2, mid2);
        _low2 = Math.Min(_low2, mid2);
    }

    /// <summary>The data broke off: the next return begins after it.</summary>
    public void Break()
    {
        _clock.Break();
        _methodClock.Break();
        _twoScale?.Break();
    }

    /// <summary>Takes the samples that are due before now.</summary>
    public void Advance(long nowNs)
    {
        if (_clock.BreakIfStale(nowNs))
        {
            Break();
            return;
        }
        bool isNew = false;
        while (_clock.TryTick(nowNs, out long mid2, out long previousMid2))
        {
            Sample(mid2, previousMid2);
            isNew = true;
        }
        while (_methodClock.TryTick(nowNs, out long mid2, out long previousMid2))
        {
            SampleMethod(mid2, previousMid2);
            isNew = true;
        }
        if (isNew)
            Refresh(nowNs);
    }

    /// <summary>Fitted parameters came in; those of another method are ignored.</summary>
    public void OnParameters(in ParametersPayload fitted, long nowNs)
    {
        if (Garch is not null && Garch.TryTake(fitted, nowNs))
            Refresh(nowNs);
    }

    /// <summary>The horizon over which the forecast of GARCH is wanted, seconds; from the next return on.</summary>
    public void SetHorizon(double seconds) => _horizonSeconds = seconds;

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _slow.AddTo(ref hash);
        _fast.AddTo(ref hash);
        _clock.AddTo(ref hash);
        _methodClock.AddTo(ref hash);
        _returns?.AddTo(ref hash);
        _ranges?.AddTo(ref hash);
        _twoScale?.AddTo(ref hash);
        Garch?.AddTo(ref hash);
        hash.Add(_high2);
        hash.Add(_low2);
        hash.Add(Sigma);
    }

    private static double LogReturn(long mid2, long previousMid2) =>
        mid2 == previousMid2 ? 0 : Elementary.Ln(mid2 / (double)previousMid2);

    private void Sample(long mid2, long previousMid2)
    {
        if (previousMid2 == 0)
            return;
        double logReturn = LogReturn(mid2, previousMid2);
        _slow.Add(logReturn, _clock.StepSeconds);
        _fast.Add(logReturn, _clock.StepSeconds);
        _returns?.Add(_clock.TickNs, logReturn, _clock.StepSeconds);
    }

    private void SampleMethod(long mid2, long previousMid2)
    {
        _twoScale?.Add(_methodClock.TickNs, Elementary.Ln(mid2));
        if (previousMid2 != 0)
        {
            _ranges?.Add(_methodClock.TickNs, _high2, _low2);
            Garch?.Add(_methodClock.TickNs, LogReturn(mid2, previousMid2));
        }
        // The next bar begins with the mid that this one ended with.
        _high2 = mid2;
        _low2 = mid2;
    }

    private double SigmaOfMethod(long nowNs)
    {
        switch (_method)
        {
            case SigmaMethod.Ewma:
                return _slow.HasEstimate ? _slow.Sigma : double.NaN;
            case SigmaMethod.Simple:
                return _returns!.Returns >= MinReturns ? _returns.SimpleSigma(_clock.StepSeconds) : double.NaN;
            case SigmaMethod.Realized:
                return _returns!.Returns >= MinReturns ? _returns.RealizedSigma : double.NaN;
            case SigmaMethod.Parkinson:
                return _ranges!.Bars >= MinReturns ? _ranges.Sigma(_methodClock.StepSeconds) : double.NaN;
            case SigmaMethod.TwoScale:
                return _twoScale!.HasEstimate ? _twoScale.Sigma(_methodClock.StepSeconds) : double.NaN;
            default:
                double step = _methodClock.StepSeconds;
                return Garch!.IsFresh(nowNs)
                    ? Math.Sqrt(Garch.MeanVariance(Math.Max(1, _horizonSeconds / step)) / step)
                    : double.NaN;
        }
    }

    private void Refresh(long nowNs)
    {
        MethodSigma = SigmaOfMethod(nowNs);
        Clamps = QuoteClamps.None;
        double sigma = MethodSigma;
        if (!double.IsFinite(sigma))
        {
            sigma = _slow.HasEstimate ? _slow.Sigma : 0;
            if (_method != SigmaMethod.Ewma)
                Clamps |= QuoteClamps.SigmaFallback;
        }
        double limited = Math.Min(Math.Max(sigma, _lowest), _highest);
        if (limited != sigma)
            Clamps |= QuoteClamps.SigmaLimited;
        if (_fastGuard && _fast.HasEstimate && FastGuardShare * _fast.Sigma > limited)
        {
            limited = FastGuardShare * _fast.Sigma;
            Clamps |= QuoteClamps.SigmaFastGuard;
        }
        Sigma = limited;
    }
}
