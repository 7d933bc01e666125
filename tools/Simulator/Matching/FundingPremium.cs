namespace LowLatencyMM.Simulator.Matching;

/// <summary>
/// The funding rate of a market: premium samples, one a minute, weighted 1 (oldest) to 60 (newest); the rate is an eighth of
/// their mean, within the hourly cap. Documented by the exchange; the weights' direction is assumed.
/// </summary>
/// <param name="cap">Largest rate, as a fraction.</param>
/// <param name="fixedRate">A rate that replaces the computed one, or null.</param>
internal sealed class FundingPremium(decimal cap, decimal? fixedRate)
{
    private const int Samples = 60;
    private const int KeptRates = 10_000;

    private readonly Queue<decimal> _premiums = new();
    private readonly List<FundingRate> _applied = [];

    /// <summary>The rate as it would be applied now, to 6 digits.</summary>
    public decimal Rate { get; private set; } = fixedRate ?? 0;

    /// <summary>Rates applied, oldest first.</summary>
    public IReadOnlyList<FundingRate> Applied => _applied;

    /// <summary>Takes a sample.</summary>
    /// <param name="impactBid">Mean price at which a large order sells.</param>
    /// <param name="impactAsk">Mean price at which a large order buys.</param>
    /// <param name="index">Index price.</param>
    public void Sample(decimal impactBid, decimal impactAsk, decimal index)
    {
        if (_premiums.Count == Samples)
            _premiums.Dequeue();
        _premiums.Enqueue((Math.Max(0, impactBid - index) - Math.Max(0, index - impactAsk)) / index);
        decimal sum = 0;
        int weight = 0, weights = 0;
        foreach (decimal premium in _premiums)
        {
            sum += ++weight * premium;
            weights += weight;
        }
        Rate = fixedRate ?? decimal.Round(Math.Clamp(sum / weights / 8, -cap, cap), 6);
    }

    /// <summary>Notes that the current rate is applied now.</summary>
    public FundingRate Apply(long timeMs)
    {
        if (_applied.Count == KeptRates)
            _applied.RemoveRange(0, KeptRates / 10);
        FundingRate applied = new(timeMs, Rate);
        _applied.Add(applied);
        return applied;
    }
}
