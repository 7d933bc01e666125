using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Estimation;

/// <summary>
/// κ and A by the configured method: takes mids and trades, fits at a fixed interval, and keeps what the model uses. The depths of all
/// prints are counted besides whatever the method is, for the intensity without a fit.
/// </summary>
/// <remarks>O(1) per event, amortised; a fit of at most 18 levels each interval. Allocates nothing after construction.</remarks>
public sealed class IntensityEstimator
{
    private readonly QuotingSettings _settings;
    private readonly TradeDepth _prints;
    private readonly TradeDepth? _orders;
    private readonly VirtualQuotes? _quotes;
    private readonly IntensityEstimate _estimate;
    private long _nextFitNs;
    private long _mid2;
    private bool _isFitDue;

    /// <summary>Starts without data.</summary>
    /// <param name="settings">Method, window, grid.</param>
    /// <param name="tickSize">One tick in the collateral.</param>
    /// <param name="queues">What virtual quotes queue behind, for <see cref="IntensityMethod.DepthIntensity"/>.</param>
    public IntensityEstimator(QuotingSettings settings, double tickSize, IQueueView queues)
    {
        _settings = settings;
        _prints = new TradeDepth(settings, everyPrint: true);
        _estimate = new IntensityEstimate(settings, tickSize);
        if (settings.IntensityMethod == IntensityMethod.TradeDepth)
            _orders = new TradeDepth(settings, everyPrint: false);
        else if (settings.IntensityMethod == IntensityMethod.VirtualQuoting)
            _quotes = new VirtualQuotes(settings, tickSize);
        else if (settings.IntensityMethod == IntensityMethod.DepthIntensity)
            _quotes = new VirtualQuotes(settings, tickSize, queues);
    }

    /// <summary>Quality of the last fit.</summary>
    public IntensityQuality Quality => _estimate.Quality;

    /// <summary>Fits made, whatever their quality.</summary>
    public long Fits { get; private set; }

    /// <summary>Whether a trade of this type counts.</summary>
    public bool Counts(TradeType type) =>
        type == TradeType.Trade || (type == TradeType.Liquidation && _settings.IncludeLiquidations);

    /// <summary>The mid is now <paramref name="mid2"/> / 2 ticks; called on every consistent book, changed or not.</summary>
    public void OnMid(long nowNs, long mid2)
    {
        _prints.OnMid(nowNs, mid2);
        _orders?.OnMid(nowNs, mid2);
        _quotes?.OnMid(nowNs, mid2);
        _mid2 = mid2;
        if (_nextFitNs == 0)
            _nextFitNs = nowNs + _settings.FitIntervalNs;
        _isFitDue = nowNs >= _nextFitNs;
    }

    /// <summary>
    /// Fits, if it is time and the mid is known. A fit takes longer than all else that an event may cause, so it is for an event that no order
    /// waits for.
    /// </summary>
    public void FitIfDue(long nowNs)
    {
        if (!_isFitDue)
            return;
        _isFitDue = false;
        _nextFitNs = nowNs + _settings.FitIntervalNs;
        _estimate.Use(Fit(_settings.IntensitySide, _settings.IntensityRegression), _mid2, nowNs);
        Fits++;
    }

    /// <summary>A public trade of a type that <see cref="Counts"/>.</summary>
    public void OnTrade(long nowNs, in PublicTradePayload trade)
    {
        _prints.OnTrade(nowNs, trade.TradeMs, trade.TakerSide, trade.PriceTicks);
        _orders?.OnTrade(nowNs, trade.TradeMs, trade.TakerSide, trade.PriceTicks);
        _quotes?.OnTrade(nowNs, trade.TakerSide, trade.PriceTicks, trade.QuantitySteps);
    }

    /// <summary>The data broke off.</summary>
    public void Break()
    {
        _isFitDue = false;
        _prints.Break();
        _orders?.Break();
        _quotes?.Break();
    }

    /// <summary>Time passes; to be called before the book changes.</summary>
    public void Advance(long nowNs)
    {
        _prints.Advance(nowNs);
        _orders?.Advance(nowNs);
        _quotes?.Advance(nowNs);
    }

    /// <summary>Reads what the next event changes and no hash covers, so that it is in the caches.</summary>
    public long Touch() => _prints.Touch() + (_orders?.Touch() ?? 0) + (_quotes?.Touch() ?? 0);

    /// <summary>The intensity that the model uses.</summary>
    public FillIntensity At(long nowNs, double fairPrice) => _estimate.At(nowNs, fairPrice, _prints.RateBeyond);

    /// <summary>What the counters give at this moment; the regression is that of levels only.</summary>
    public IntensityFit Fit(IntensitySide side, IntensityRegression regression) => _quotes is not null
        ? _quotes.Fit(_settings.IntensityMinFills, side, regression)
        : (_orders ?? _prints).Fit(side);

    /// <summary>Adds the state to a hash.</summary>
    public void AddTo(ref StateHasher hash)
    {
        _prints.AddTo(ref hash);
        _orders?.AddTo(ref hash);
        _quotes?.AddTo(ref hash);
        _estimate.AddTo(ref hash);
        hash.Add(_nextFitNs);
        hash.Add(_mid2);
        hash.Add(_isFitDue);
        hash.Add(Fits);
    }
}
