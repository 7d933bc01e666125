namespace LowLatencyMM.Simulator.Matching;

/// <summary>Why an order closed, as far as the simulator gives reasons.</summary>
internal enum StatusReason : byte
{
    /// <summary>No reason is sent.</summary>
    None,

    /// <summary>NO_LIQUIDITY: an immediate order found nothing to trade with.</summary>
    NoLiquidity,

    /// <summary>POST_ONLY_FAILED: a post-only order would have traded.</summary>
    PostOnlyFailed,

    /// <summary>ORDER_REPLACED.</summary>
    OrderReplaced,

    /// <summary>SELF_TRADE_PROTECTION.</summary>
    SelfTradeProtection,

    /// <summary>REDUCE_ONLY_FAILED: no opposite position is left to reduce.</summary>
    ReduceOnlyFailed,

    /// <summary>NOT_ENOUGH_FUNDS: the account's available balance fell below zero.</summary>
    NotEnoughFunds,

    /// <summary>POSITION_TPSL_CONFLICT: the position has a take-profit and stop-loss already.</summary>
    PositionTpslConflict,

    /// <summary>POST_ONLY_MODE.</summary>
    PostOnlyMode,

    /// <summary>REDUCE_ONLY_MODE.</summary>
    ReduceOnlyMode,

    /// <summary>TRADING_OFF_MODE.</summary>
    TradingOffMode,

    /// <summary>ACCOUNT_LIQUIDATION: the maintenance margin was no longer covered.</summary>
    AccountLiquidation,
}
