using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Estimation;

/// <summary>The intensity of fills that the models use.</summary>
/// <param name="Kappa">Decay with distance, 1/price.</param>
/// <param name="A">Fills per second of one lot on one side at distance 0; 0 if nothing is known of it.</param>
/// <param name="Clamps">Whether it is the configured fallback.</param>
public readonly record struct FillIntensity(double Kappa, double A, QuoteClamps Clamps);
