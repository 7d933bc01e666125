namespace LowLatencyMM.Simulator.Matching;

/// <summary>Which order gives way when an order would trade with one of the same account.</summary>
public enum SelfTradePolicy
{
    /// <summary>What is left of the incoming order is cancelled.</summary>
    CancelTaker,

    /// <summary>The resting order is cancelled and the incoming one goes on.</summary>
    CancelMaker,

    /// <summary>Both are cancelled.</summary>
    CancelBoth,
}
