namespace LowLatencyMM.Core.Tests.Trading;

/// <summary>A fill as the modelled exchange knows it.</summary>
internal sealed record ModelTrade(ModelOrder Order, long TradeId, long Steps, long Ms);
