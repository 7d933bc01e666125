namespace LowLatencyMM.Simulator.Matching;

/// <summary>A trade of the account.</summary>
/// <param name="Id">Trade id, also that of the public trade.</param>
/// <param name="OrderId">The order filled.</param>
/// <param name="ExternalId">Its external id.</param>
/// <param name="Side">The account's side.</param>
/// <param name="Price">Ticks.</param>
/// <param name="Size">Steps.</param>
/// <param name="Fee">Collateral, floored to 6 digits.</param>
/// <param name="IsTaker">Whether the order took.</param>
/// <param name="TimeMs">Exchange time in epoch milliseconds.</param>
/// <param name="Market">The market.</param>
public sealed record Fill(
    long Id, long OrderId, string ExternalId, Side Side, long Price, long Size, decimal Fee, bool IsTaker, long TimeMs, MarketRules Market)
{
    /// <summary>What kind of trade it was.</summary>
    internal TradeType Type { get; init; }
}
