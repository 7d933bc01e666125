namespace LowLatencyMM.Simulator.Matching;

/// <summary>A take-profit or stop-loss leg as it came in; null is a member that was missing or null.</summary>
internal sealed record TpSlLegRequest(string? TriggerPrice, string? TriggerPriceType, string? Price, string? PriceType)
{
    /// <summary>What checking the leg's own signature gave.</summary>
    public SignatureVerdict Signature { get; init; }
}
