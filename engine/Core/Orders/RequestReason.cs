namespace LowLatencyMM.Core.Orders;

/// <summary>Why a resting order is cancelled or replaced.</summary>
public enum RequestReason : long
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>There is no quote to be had: no valid book, no parameters, account stream down.</summary>
    InvalidQuote,

    /// <summary>Quoting ended for good.</summary>
    Stop,

    /// <summary>The operator paused trading.</summary>
    Disabled,

    /// <summary>Ping-pong wants the other side.</summary>
    WrongSide,

    /// <summary>It filled in part, and the position now asks for something else.</summary>
    PartialFill,

    /// <summary>Risk allows nothing on this side.</summary>
    Risk,

    /// <summary>Its price would be beyond the opposite best or give too little edge, or it is larger than the limits leave room for.</summary>
    Urgent,

    /// <summary>Market or wanted price moved by the threshold.</summary>
    Reprice,

    /// <summary>It reached the age at which it is replaced in any case.</summary>
    ForceReplace,
}
