namespace LowLatencyMM.Simulator.Matching;

/// <summary>The trigger of a conditional order as it came in; null is a member that was missing or null.</summary>
internal sealed record TriggerRequest(string? Price, string? PriceType, string? Direction, string? ExecutionPriceType);
