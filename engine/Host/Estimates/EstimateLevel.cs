namespace LowLatencyMM.Host.Estimates;

/// <summary>One distance of the grid.</summary>
/// <param name="Method">Which method.</param>
/// <param name="Ticks">Distance.</param>
/// <param name="AskFills">Fills of asks.</param>
/// <param name="BidFills">Fills of bids.</param>
/// <param name="ExposureSeconds">Time that quotes were alive, both sides.</param>
public sealed record EstimateLevel(string Method, long Ticks, long AskFills, long BidFills, double ExposureSeconds)
{
    /// <summary>Fills per second and side.</summary>
    public double Intensity => (AskFills + BidFills) / ExposureSeconds;
}
