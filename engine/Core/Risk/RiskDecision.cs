using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Risk;

/// <summary>What risk allows of one wanted quote.</summary>
/// <param name="Reason">Why less than wanted; <see cref="RiskReason.Approved"/> if nothing was taken away.</param>
/// <param name="AllowedSteps">Size allowed; 0 refuses.</param>
/// <param name="Limit">The limit that acted, in the reason's unit.</param>
/// <param name="Value">The value that was checked against it.</param>
public readonly record struct RiskDecision(RiskReason Reason, long AllowedSteps, long Limit, long Value);
