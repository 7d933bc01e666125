namespace LowLatencyMM.Feed.Frames;

/// <summary>Why an order has its status; names as on the wire. The exchange may add to them.</summary>
public enum OrderStatusReason : byte
{
    /// <summary>UNKNOWN, or a value this version does not know.</summary>
    Unknown,

    /// <summary>NONE, or absent.</summary>
    None,

    /// <summary>UNKNOWN_MARKET.</summary>
    UnknownMarket,

    /// <summary>DISABLED_MARKET.</summary>
    DisabledMarket,

    /// <summary>NOT_ENOUGH_FUNDS.</summary>
    NotEnoughFunds,

    /// <summary>NO_LIQUIDITY.</summary>
    NoLiquidity,

    /// <summary>INVALID_FEE.</summary>
    InvalidFee,

    /// <summary>INVALID_QTY.</summary>
    InvalidQuantity,

    /// <summary>INVALID_PRICE.</summary>
    InvalidPrice,

    /// <summary>INVALID_VALUE.</summary>
    InvalidValue,

    /// <summary>UNKNOWN_ACCOUNT.</summary>
    UnknownAccount,

    /// <summary>SELF_TRADE_PROTECTION.</summary>
    SelfTradeProtection,

    /// <summary>POST_ONLY_FAILED.</summary>
    PostOnlyFailed,

    /// <summary>REDUCE_ONLY_FAILED.</summary>
    ReduceOnlyFailed,

    /// <summary>INVALID_EXPIRE_TIME.</summary>
    InvalidExpireTime,

    /// <summary>POSITION_TPSL_CONFLICT.</summary>
    PositionTpslConflict,

    /// <summary>INVALID_LEVERAGE.</summary>
    InvalidLeverage,

    /// <summary>PREV_ORDER_NOT_FOUND.</summary>
    PreviousOrderNotFound,

    /// <summary>PREV_ORDER_TRIGGERED.</summary>
    PreviousOrderTriggered,

    /// <summary>TPSL_OTHER_SIDE_FILLED.</summary>
    TpslOtherSideFilled,

    /// <summary>PREV_ORDER_CONFLICT.</summary>
    PreviousOrderConflict,

    /// <summary>ORDER_REPLACED.</summary>
    OrderReplaced,

    /// <summary>POST_ONLY_MODE.</summary>
    PostOnlyMode,

    /// <summary>REDUCE_ONLY_MODE.</summary>
    ReduceOnlyMode,

    /// <summary>TRADING_OFF_MODE.</summary>
    TradingOffMode,

    /// <summary>NEGATIVE_EQUITY.</summary>
    NegativeEquity,

    /// <summary>ACCOUNT_LIQUIDATION.</summary>
    AccountLiquidation,
}
