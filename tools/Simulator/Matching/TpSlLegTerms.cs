namespace LowLatencyMM.Simulator.Matching;

/// <summary>What a request asks for as one leg.</summary>
/// <param name="TriggerPrice">Ticks.</param>
/// <param name="Source">Which price is looked at.</param>
/// <param name="Price">Worst price, ticks.</param>
/// <param name="IsMarket">Whether it executes at once or not at all, instead of resting at its price.</param>
internal sealed record TpSlLegTerms(long TriggerPrice, PriceSource Source, long Price, bool IsMarket);
