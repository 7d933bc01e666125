namespace LowLatencyMM.Feed.Rest;

/// <summary>A leverage bracket: up to the bound, the most leverage is 1 / factor.</summary>
/// <param name="UpperBound">Position value up to which it holds, collateral.</param>
/// <param name="Factor">Margin required per value, fraction.</param>
/// <param name="IsAvailableForUsers">Open to ordinary users.</param>
public sealed record RiskFactor(
    decimal UpperBound, [property: System.Text.Json.Serialization.JsonPropertyName("riskFactor")] decimal Factor, bool IsAvailableForUsers);
