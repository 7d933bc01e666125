namespace LowLatencyMM.Simulator.Rest;

/// <summary>The settlement part of an order request, as text.</summary>
internal sealed record OrderSettlement(string? StarkKey, string? Vault, string? R, string? S);
