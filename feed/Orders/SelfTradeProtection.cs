namespace LowLatencyMM.Feed.Orders;

/// <summary>With whom an order must not trade; the taker's level counts.</summary>
public enum SelfTradeProtection : byte
{
    /// <summary>A value this version does not know.</summary>
    Unknown,

    /// <summary>It may trade with anybody.</summary>
    Disabled,

    /// <summary>Not with its own sub-account.</summary>
    Account,

    /// <summary>Not with any sub-account of its wallet.</summary>
    Client,
}
