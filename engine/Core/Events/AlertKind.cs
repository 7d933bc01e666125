namespace LowLatencyMM.Core.Events;

/// <summary>What a person should know of. The values are the journal's.</summary>
public enum AlertKind : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Price, size, fee or signature were refused: nothing is placed any more. Reason or value say what the exchange said.</summary>
    Halted = 1,

    /// <summary>An order ended that nobody had cancelled.</summary>
    UnsolicitedCancel = 2,

    /// <summary>Many refusals in a row on one side; the value counts them.</summary>
    RepeatedRefusals = 3,

    /// <summary>Our position differed from the exchange's for too long and was set to it; the value is the difference in steps.</summary>
    PositionCorrected = 4,

    /// <summary>A day's loss reached its limit (value and limit in 1e-6 of the collateral).</summary>
    DailyLoss = 5,

    /// <summary>The fall from the highest profit reached its limit (value and limit in 1e-6 of the collateral).</summary>
    Drawdown = 6,

    /// <summary>So many losses in a row as the limit allows (value and limit are counts).</summary>
    ConsecutiveLosses = 7,

    /// <summary>A fill that no own order explains: liquidation, deleveraging or another program; the value is its size in steps.</summary>
    ForeignFill = 8,
}
