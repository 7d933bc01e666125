namespace LowLatencyMM.Simulator.Matching;

/// <summary>What can be chosen about the exchange.</summary>
/// <param name="InitialBalance">Collateral at the start.</param>
/// <param name="OwnOrdersVisible">Whether own orders show in the book streams.</param>
/// <param name="MaxExpiryDays">Farthest expiry of an order, in days (28 on testnet, 90 on mainnet).</param>
internal sealed record ExchangeSettings(decimal InitialBalance, bool OwnOrdersVisible, int MaxExpiryDays);
