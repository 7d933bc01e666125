namespace LowLatencyMM.Core.Events;

/// <summary>Why an order has its status, as the exchange names it (an open set). The values are the journal's.</summary>
public enum StatusReason : long
{
    /// <summary>A reason that this version does not know.</summary>
    Unknown = 0,
    /// <summary>NONE, or absent.</summary>
    None = 1,
    /// <summary>UNKNOWN_MARKET.</summary>
    UnknownMarket = 2,
    /// <summary>DISABLED_MARKET.</summary>
    DisabledMarket = 3,
    /// <summary>NOT_ENOUGH_FUNDS.</summary>
    NotEnoughFunds = 4,
    /// <summary>NO_LIQUIDITY.</summary>
    NoLiquidity = 5,
    /// <summary>INVALID_FEE.</summary>
    InvalidFee = 6,
    /// <summary>INVALID_QTY.</summary>
    InvalidQuantity = 7,
    /// <summary>INVALID_PRICE.</summary>
    InvalidPrice = 8,
    /// <summary>INVALID_VALUE.</summary>
    InvalidValue = 9,
    /// <summary>UNKNOWN_ACCOUNT.</summary>
    UnknownAccount = 10,
    /// <summary>SELF_TRADE_PROTECTION.</summary>
    SelfTradeProtection = 11,
    /// <summary>POST_ONLY_FAILED.</summary>
    PostOnlyFailed = 12,
    /// <summary>REDUCE_ONLY_FAILED.</summary>
    ReduceOnlyFailed = 13,
    /// <summary>INVALID_EXPIRE_TIME.</summary>
    InvalidExpireTime = 14,
    /// <summary>POSITION_TPSL_CONFLICT.</summary>
    PositionTpslConflict = 15,
    /// <summary>INVALID_LEVERAGE.</summary>
    InvalidLeverage = 16,
    /// <summary>PREV_ORDER_NOT_FOUND.</summary>
    PreviousOrderNotFound = 17,
    /// <summary>PREV_ORDER_TRIGGERED.</summary>
    PreviousOrderTriggered = 18,
    /// <summary>TPSL_OTHER_SIDE_FILLED.</summary>
    TpslOtherSideFilled = 19,
    /// <summary>PREV_ORDER_CONFLICT.</summary>
    PreviousOrderConflict = 20,
    /// <summary>ORDER_REPLACED.</summary>
    OrderReplaced = 21,
    /// <summary>POST_ONLY_MODE.</summary>
    PostOnlyMode = 22,
    /// <summary>REDUCE_ONLY_MODE.</summary>
    ReduceOnlyMode = 23,
    /// <summary>TRADING_OFF_MODE.</summary>
    TradingOffMode = 24,
    /// <summary>NEGATIVE_EQUITY.</summary>
    NegativeEquity = 25,
    /// <summary>ACCOUNT_LIQUIDATION.</summary>
    AccountLiquidation = 26,
}
