namespace LowLatencyMM.Simulator.Matching;

/// <summary>What a position paid or received as funding.</summary>
/// <param name="Id">Payment id.</param>
/// <param name="Market">The market.</param>
/// <param name="PositionId">The position.</param>
/// <param name="Size">Steps, negative when short.</param>
/// <param name="Mark">Mark price.</param>
/// <param name="Fee">Collateral received; negative when paid.</param>
/// <param name="Rate">The rate applied.</param>
/// <param name="TimeMs">Epoch milliseconds.</param>
internal sealed record FundingPayment(
    long Id, Market Market, long PositionId, long Size, decimal Mark, decimal Fee, decimal Rate, long TimeMs);
