using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Fitting;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Estimates;

/// <summary>Feeds a market's past to every estimator that there is, through the calls that the live engine makes.</summary>
internal sealed class EstimateRun
{
    private const double NoLimitDaily = 1e6;
    private const int SpreadClasses = 10_000;

    private readonly MarketHistory _history;
    private readonly QuotingSettings _settings;
    private readonly double _tickSize;
    private readonly PastBook _book;
    private readonly TradeDepth _prints;
    private readonly TradeDepth _orders;
    private readonly VirtualQuotes _quotes;
    private readonly VirtualQuotes _queued;
    private readonly SampledVolatility[] _volatilities;
    private readonly double[] _spreadSeconds = new double[SpreadClasses];
    private Touch _touch;
    private long _firstNs;
    private long _lastNs;
    private long _touchNs;
    private long _mids;
    private long _trades;
    private long _otherTrades;
    private long _gaps;

    private EstimateRun(MarketHistory history, EstimateOptions options)
    {
        _history = history;
        _tickSize = history.Tick.ToDouble();
        _settings = options.Quoting with
        {
            Model = QuoteModelKind.AvellanedaStoikov,
            SigmaMinDaily = 1e-9,
            SigmaMaxDaily = NoLimitDaily,
            SigmaFastGuard = false,
        };
        double lotValue = options.NotionalUsd / (history.Step.ToDouble() * _tickSize);
        _book = new PastBook(mid2 => Math.Max(1, (long)(2 * lotValue / mid2)));
        _prints = new TradeDepth(_settings, everyPrint: true);
        _orders = new TradeDepth(_settings, everyPrint: false);
        _quotes = new VirtualQuotes(_settings, _tickSize);
        _queued = new VirtualQuotes(_settings, _tickSize, _book);
        _volatilities = [.. ModelNames.SigmaMethods.Select(method => new SampledVolatility(_settings with { SigmaMethod = method.Value }))];
    }

    /// <summary>Reads the whole history and reports.</summary>
    /// <exception cref="UserErrorException">It holds no book.</exception>
    public static EstimateReport Over(MarketHistory history, EstimateOptions options)
    {
        var run = new EstimateRun(history, options);
        foreach (Event e in history.Events)
            run.Take(e);
        if (run._mids == 0)
            throw new UserErrorException(ExitCode.Failure, $"{history.Source} holds no book of {history.Market} with both sides: nothing can be estimated.");
        return run.Report();
    }

    private void Take(in Event e)
    {
        if (e.Kind == EventKind.Connection)
        {
            Break();
            _book.Break();
            return;
        }
        if (_firstNs == 0)
            _firstNs = e.ReceiveNs;
        if (_touchNs != 0 && e.ReceiveNs - _touchNs > _settings.GapNs)
            Break();
        _lastNs = e.ReceiveNs;
        if (e.Kind == EventKind.PublicTrade)
        {
            OnTrade(e);
            return;
        }
        // The queues are those of the book before it changes.
        _queued.Advance(e.ReceiveNs);
        if (_book.Apply(e))
            OnTouch(e.ReceiveNs);
    }

    private void OnTouch(long nowNs)
    {
        CountSpread(nowNs);
        _touch = _book.Touch;
        _touchNs = nowNs;
        _mids++;
        long mid2 = _touch.Mid2;
        _prints.OnMid(nowNs, mid2);
        _orders.OnMid(nowNs, mid2);
        _quotes.OnMid(nowNs, mid2);
        _queued.OnMid(nowNs, mid2);
        foreach (SampledVolatility volatility in _volatilities)
            volatility.OnMid(nowNs, mid2);
    }

    private void OnTrade(in Event e)
    {
        PublicTradePayload trade = e.PublicTrade;
        bool counts = trade.TradeType == TradeType.Trade || (trade.TradeType == TradeType.Liquidation && _settings.IncludeLiquidations);
        if (!counts)
        {
            _otherTrades++;
            return;
        }
        _trades++;
        _prints.OnTrade(e.ReceiveNs, trade.TradeMs, trade.TakerSide, trade.PriceTicks);
        _orders.OnTrade(e.ReceiveNs, trade.TradeMs, trade.TakerSide, trade.PriceTicks);
        _quotes.OnTrade(e.ReceiveNs, trade.TakerSide, trade.PriceTicks, trade.QuantitySteps);
        _queued.OnTrade(e.ReceiveNs, trade.TakerSide, trade.PriceTicks, trade.QuantitySteps);
    }

    private void Break()
    {
        if (_touchNs == 0)
            return;
        _gaps++;
        _touchNs = 0;
        _prints.Break();
        _orders.Break();
        _quotes.Break();
        _queued.Break();
        foreach (SampledVolatility volatility in _volatilities)
            volatility.Break();
    }

    private void CountSpread(long nowNs)
    {
        if (_touchNs != 0)
            _spreadSeconds[Math.Min(SpreadClasses - 1, _touch.AskTicks - _touch.BidTicks)] += (nowNs - _touchNs) / 1e9;
    }

    private EstimateReport Report()
    {
        _prints.Advance(_lastNs);
        (GarchFit? normal, double normalSigma) = FitGarch(SigmaMethod.Garch, Innovations.Normal);
        (GarchFit? studentT, double studentSigma) = FitGarch(SigmaMethod.GarchStudentT, Innovations.StudentT);
        return new EstimateReport
        {
            Source = _history.Source,
            Market = _history.Market,
            TickSize = _tickSize,
            Touch = _touch,
            RateBeyond = _prints.RateBeyond,
            Seconds = (_lastNs - _firstNs) / 1e9,
            WatchedSeconds = _prints.Seconds,
            Mids = _mids,
            Trades = _trades,
            OtherTrades = _otherTrades,
            Skipped = _history.Skipped(),
            Gaps = _gaps,
            SpreadTicks = (SpreadMean(), SpreadQuantile(0.5), SpreadQuantile(0.95)),
            Ticks = _quotes.Ticks.ToArray(),
            Windows = _quotes.WindowCount,
            MeanDepthTicks = _prints.MeanTicks,
            Levels = [.. Levels("virtual_quoting", _quotes), .. Levels("depth_intensity", _queued)],
            Fits = [.. Fits()],
            Sigmas =
            [
                .. ModelNames.SigmaMethods.Select((method, i) => (method.Name, method.Value switch
                {
                    SigmaMethod.Garch => normalSigma,
                    SigmaMethod.GarchStudentT => studentSigma,
                    _ => _volatilities[i].MethodSigma,
                })),
            ],
            Noise = _volatilities.Select(volatility => volatility.NoiseSigma).FirstOrDefault(noise => !double.IsNaN(noise), double.NaN),
            Garch = (normal, studentT),
        };
    }

    private static IEnumerable<EstimateLevel> Levels(string method, VirtualQuotes quotes)
    {
        for (int i = 0; i < quotes.Ticks.Length; i++)
        {
            yield return new EstimateLevel(
                method, quotes.Ticks[i], quotes.Fills(IntensitySide.Ask, i), quotes.Fills(IntensitySide.Bid, i), quotes.ExposureSeconds(i));
        }
    }

    private IEnumerable<NamedFit> Fits()
    {
        foreach (IntensitySide side in Enum.GetValues<IntensitySide>())
        {
            yield return Name("simple", IntensityRegression.Weighted, side, _prints.Fit(side));
            yield return Name("trade_depth", IntensityRegression.Weighted, side, _orders.Fit(side));
            foreach (IntensityRegression regression in Enum.GetValues<IntensityRegression>())
            {
                yield return Name("virtual_quoting", regression, side, _quotes.Fit(_settings.IntensityMinFills, side, regression));
                yield return Name("depth_intensity", regression, side, _queued.Fit(_settings.IntensityMinFills, side, regression));
            }
        }
    }

    private NamedFit Name(string method, IntensityRegression regression, IntensitySide side, IntensityFit fit)
    {
        string sideName = ModelNames.Sides.First(name => name.Value == side).Name;
        bool hasLevels = method is "virtual_quoting" or "depth_intensity";
        string variant = hasLevels ? $"{ModelNames.Regressions.First(name => name.Value == regression).Name}, {sideName}" : sideName;
        return new NamedFit(method, variant, regression, side, fit, fit.Quality(_touch.Mid2));
    }

    private (GarchFit? Fit, double Sigma) FitGarch(SigmaMethod method, Innovations innovations)
    {
        SampledVolatility volatility = _volatilities[Array.FindIndex(ModelNames.SigmaMethods, name => name.Value == method)];
        double[] returns = new double[GarchVariance.MaxReturns];
        int count = volatility.Garch!.CopyReturns(returns);
        if (GarchFitter.TryFit(returns.AsSpan(0, count), innovations) is not { } fit)
            return (null, double.NaN);
        volatility.OnParameters(FitWorker.ToParameters(fit, 1, volatility.Garch.Returns), _lastNs);
        return (fit, volatility.MethodSigma);
    }

    private double SpreadMean()
    {
        double seconds = 0, sum = 0;
        for (int ticks = 0; ticks < SpreadClasses; ticks++)
        {
            seconds += _spreadSeconds[ticks];
            sum += ticks * _spreadSeconds[ticks];
        }
        return seconds > 0 ? sum / seconds : double.NaN;
    }

    private double SpreadQuantile(double share)
    {
        double left = share * _spreadSeconds.Sum();
        for (int ticks = 0; ticks < SpreadClasses; ticks++)
        {
            left -= _spreadSeconds[ticks];
            if (left <= 0 && _spreadSeconds[ticks] > 0)
                return ticks;
        }
        return double.NaN;
    }
}
