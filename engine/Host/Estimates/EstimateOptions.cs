using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.Estimates;

/// <summary>What an <see cref="EstimateRun"/> assumes besides the data.</summary>
/// <param name="Quoting">Window, grid, quotes' life, least fills and clocks of the estimators; the methods are all run.</param>
/// <param name="NotionalUsd">Notional of a virtual order, for the queue.</param>
public sealed record EstimateOptions(QuotingSettings Quoting, double NotionalUsd);
