namespace LowLatencyMM.Simulator.Matching;

/// <summary>What an order waits for.</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Source">Which price is looked at.</param>
/// <param name="Direction">From which side.</param>
internal readonly record struct Trigger(long Price, PriceSource Source, TriggerDirection Direction)
{
    /// <summary>Whether a market's prices have reached it. A price that does not exist yet reaches nothing.</summary>
    public bool IsReached(Market market)
    {
        decimal price = Source switch
        {
            PriceSource.Mark => market.Oracle.Mark,
            PriceSource.Index => market.Oracle.Index,
            _ => market.Rules.Prices.ToDecimal(market.Statistics.LastPrice),
        };
        decimal level = market.Rules.Prices.ToDecimal(Price);
        return price > 0 && (Direction == TriggerDirection.Up ? price >= level : price <= level);
    }
}
