namespace LowLatencyMM.Core.Events;

/// <summary>Why risk reduced or refused an order. The values are the journal's.</summary>
public enum RiskReason : long
{
    /// <summary>Approved as it is.</summary>
    Approved = 0,

    /// <summary>The position limit leaves less room (reduced) or none (refused).</summary>
    PositionLimit = 1,

    /// <summary>The order's notional is above the limit.</summary>
    NotionalLimit = 2,

    /// <summary>The price is outside the collar around the mark price.</summary>
    PriceCollar = 3,

    /// <summary>The request budget is used up; what is left is kept for cancels.</summary>
    RequestBudget = 4,

    /// <summary>The leverage limit is reached.</summary>
    LeverageLimit = 5,

    /// <summary>The exchange said that funds do not suffice; opening orders pause.</summary>
    InsufficientFunds = 6,

    /// <summary>Risk halted the engine.</summary>
    Halted = 7,

    /// <summary>Our position differed from the exchange's for too long and was set to it: wanted is ours, allowed the exchange's.</summary>
    PositionCorrected = 8,
}
