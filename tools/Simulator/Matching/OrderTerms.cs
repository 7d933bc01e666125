namespace LowLatencyMM.Simulator.Matching;

/// <summary>What an order request asks for, once its form is known to be right.</summary>
internal readonly record struct OrderTerms(
    Side Side, OrderType Type, TimeInForce TimeInForce, SelfTradeProtection SelfTradeProtection, long Price, long Size);
