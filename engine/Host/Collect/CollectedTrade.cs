namespace LowLatencyMM.Host.Collect;

/// <summary>A public trade in the exchange's own words.</summary>
/// <param name="TimestampMs">The exchange's trade time, Unix milliseconds.</param>
/// <param name="Id">The exchange's id.</param>
/// <param name="Side">The taker's side: buy or sell.</param>
/// <param name="Price">Decimal text as the exchange sent it.</param>
/// <param name="Quantity">Decimal text as the exchange sent it.</param>
/// <param name="Type">What caused it, e.g. TRADE.</param>
public sealed record CollectedTrade(long TimestampMs, long Id, string Side, string Price, string Quantity, string Type)
{
    /// <summary>Order of time; trades of one millisecond by id, so that no two are equal.</summary>
    public (long TimestampMs, long Id) Key => (TimestampMs, Id);
}
