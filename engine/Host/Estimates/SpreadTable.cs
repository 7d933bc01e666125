using System.Globalization;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Estimates;

/// <summary>Quotes at the end of some data for any risk aversion, as the engine would compute them.</summary>
internal sealed class SpreadTable
{
    private readonly TradedMarket _market;
    private readonly MarketUnits _units;
    private readonly Touch _touch;

    /// <summary>Takes estimates by the configured methods; where the engine would use a fallback, so does this, and says so.</summary>
    public SpreadTable(EstimateReport report, MarketHistory history, MarketConfiguration configuration, double makerFee, double position)
    {
        QuotingSettings quoting = configuration.Quoting;
        Market = report.Market;
        Position = position;
        _touch = report.Touch;
        _market = new TradedMarket
        {
            Market = Rules(history, makerFee),
            Quoting = quoting,
            Risk = configuration.Risk,
            Orders = configuration.Orders,
        };
        _units = new MarketUnits(_market.Market);
        FairPrice = report.Mid;
        long lotSteps = _units.StepsWithinAtMid(quoting.NotionalMicro, report.Mid2);
        if (lotSteps == 0)
            throw new UserErrorException(ExitCode.Configuration, "market_making_notional_usd does not buy one step of the size grid: there is no order to quote.");
        Lot = lotSteps * _units.StepSize;
        (Intensity, IntensityOrigin) = FindIntensity(report, quoting);
        (Sigma, SigmaOrigin) = FindSigma(report, quoting);
    }

    /// <summary>The market.</summary>
    public string Market { get; }

    /// <summary>The last mid.</summary>
    public double FairPrice { get; }

    /// <summary>Signed position, base units.</summary>
    public double Position { get; }

    /// <summary>Size of one order, base units.</summary>
    public double Lot { get; }

    /// <summary>κ and A.</summary>
    public FillIntensity Intensity { get; }

    /// <summary>Where they come from.</summary>
    public string IntensityOrigin { get; }

    /// <summary>Relative volatility per sqrt(second).</summary>
    public double Sigma { get; }

    /// <summary>Where it comes from.</summary>
    public string SigmaOrigin { get; }

    /// <summary>The quote at a risk aversion.</summary>
    public SpreadRow At(double gamma)
    {
        var quoter = new Quoter(_market with { Quoting = _market.Quoting with { Gamma = gamma } }, _units);
        if (!quoter.TryQuote(
            0, FairPrice, _touch, Lot, Position / Lot, Sigma, Intensity, _market.Quoting.PostOnlySafetyTicks,
            _market.Quoting.PostOnlySafetyTicks, out QuotePrices prices))
            return new SpreadRow(gamma, false, 0, 0, 0, 0, 0, 0, 0, QuoteClamps.None);
        double bid = Math.Max(0, prices.BidTicks) * _units.TickSize, ask = prices.AskTicks * _units.TickSize;
        return new SpreadRow(
            gamma, true, prices.ReservationPrice, 1e4 * (prices.ReservationPrice - FairPrice) / FairPrice, bid, ask, FairPrice - bid,
            ask - FairPrice, 1e4 * (ask - bid) / FairPrice, prices.Clamps);
    }

    private static (FillIntensity Intensity, string Origin) FindIntensity(EstimateReport report, QuotingSettings quoting)
    {
        string method = ModelNames.IntensityMethods.First(name => name.Value == quoting.IntensityMethod).Name;
        NamedFit fit = report.Fits.First(named => named.Method == method && named.Side == quoting.IntensitySide
            && (named.Fit.Levels == 0 || named.Regression == quoting.IntensityRegression));
        if (fit.Quality >= IntensityQuality.Medium)
        {
            return (new FillIntensity(fit.Fit.KappaPerTick / report.TickSize, fit.Fit.A, QuoteClamps.None),
                $"{method}, quality {fit.Quality.ToString().ToUpperInvariant()}");
        }
        double kappa = 1e4 / (quoting.KappaFallbackBps * report.Mid);
        string bps = quoting.KappaFallbackBps.ToString(CultureInfo.InvariantCulture);
        return (new FillIntensity(kappa, report.RateBeyond, QuoteClamps.KappaFallback),
            $"kappa_fallback_bps {bps}, because {method} has quality {fit.Quality.ToString().ToUpperInvariant()}");
    }

    private static (double Sigma, string Origin) FindSigma(EstimateReport report, QuotingSettings quoting)
    {
        string method = ModelNames.SigmaMethods.First(name => name.Value == quoting.SigmaMethod).Name;
        double sigma = report.Sigmas.First(named => named.Method == method).Sigma;
        string origin = method;
        if (double.IsNaN(sigma))
        {
            sigma = report.Sigmas.First(named => named.Method == "ewma").Sigma;
            origin = $"ewma, because {method} has too little data";
        }
        if (double.IsNaN(sigma))
            throw new UserErrorException(ExitCode.Failure, $"{report.Source} is too short for any volatility: it holds less than two mids of the clock.");
        double day = Math.Sqrt(86_400);
        double limited = Math.Min(Math.Max(sigma, quoting.SigmaMinDaily / day), quoting.SigmaMaxDaily / day);
        return (limited, limited == sigma ? origin : $"{origin}, limited to sigma_min_daily and sigma_max_daily");
    }

    private static MarketSettings Rules(MarketHistory history, double makerFee) => new()
    {
        Name = history.Market,
        Tick = history.Tick,
        Step = history.Step,
        MinOrderSteps = 1,
        MaxLimitOrderValueMicro = long.MaxValue,
        MaxPositionValueMicro = long.MaxValue,
        LimitPriceCapNano = 0,
        LimitPriceFloorNano = 0,
        MakerFeePico = (long)(makerFee * 1e12),
        TakerFeePico = 0,
        SyntheticResolution = 1,
        CollateralResolution = 1,
        SyntheticId = "0x0",
        CollateralId = "0x0",
    };
}
