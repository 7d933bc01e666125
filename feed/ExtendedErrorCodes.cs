using System.Collections.Frozen;

namespace LowLatencyMM.Feed;

/// <summary>The exchange's documented application codes.</summary>
public static class ExtendedErrorCodes
{
    /// <summary>All of them: market and account, leverage, signature, orders, withdrawals, referral.</summary>
    public static IReadOnlyList<ExtendedErrorCode> All { get; } =
    [
        new(1000, "AssetNotFound", ExtendedErrorKind.NotFound, "Use an asset that GET /info/assets lists."),
        new(1001, "MarketNotFound", ExtendedErrorKind.InvalidMarket, "Use a market that GET /info/markets lists, such as BTC-USD."),
        new(1002, "MarketDisabled", ExtendedErrorKind.InvalidMarket, "The market is off: wait until its status is ACTIVE."),
        new(1003, "MarketGroupNotFound", ExtendedErrorKind.InvalidMarket, "Use a market group that exists."),
        new(1004, "AccountNotFound", ExtendedErrorKind.Authentication, "Check that the API key is of this network and of an account that exists."),
        new(1005, "NotSupportedInterval", ExtendedErrorKind.InvalidRequest, "Use a documented interval, such as PT1M, PT1H or P1D."),
        new(1006, "UnhandledError", ExtendedErrorKind.Server, "The exchange failed inside: ask it what became of the request before sending another."),
        new(1008, "ClientNotFound", ExtendedErrorKind.Authentication, "Check that the API key is of this network."),
        new(1009, "ActionNotAllowed", ExtendedErrorKind.Rejected, "The account may not do this: check its rights and restrictions."),
        new(1010, "MaintenanceMode", ExtendedErrorKind.Maintenance, "Wait for the end of the maintenance."),
        new(1011, "PostOnlyMode", ExtendedErrorKind.Maintenance, "Only post-only orders are taken now: send such, or wait."),
        new(1012, "ReduceOnlyMode", ExtendedErrorKind.Maintenance, "Only reduce-only orders are taken now: send such, or wait."),
        new(1013, "InvalidPercentage", ExtendedErrorKind.InvalidRequest, "Give a fraction from 0 to 1."),
        new(1014, "MarketReduceOnly", ExtendedErrorKind.Rejected, "The market only takes reduce-only orders: send such."),
        new(1049, "InvalidLeverageBelowMinLeverage", ExtendedErrorKind.InvalidRequest, "Raise the leverage."),
        new(1050, "InvalidLeverageExceedsMaxLeverage", ExtendedErrorKind.InvalidRequest, "Lower the leverage to the market's maxLeverage."),
        new(10501, "InvalidLeverageMaxPositionValueExceeded", ExtendedErrorKind.InvalidRequest, "Lower the leverage, or position and orders first: their value exceeds the leverage's bracket."),
        new(1052, "InvalidLeverageInsufficientMargin", ExtendedErrorKind.InsufficientFunds, "Add collateral, or reduce position and orders first."),
        new(1053, "InvalidLeverageInvalidPrecision", ExtendedErrorKind.InvalidRequest, "Give the leverage with fewer decimals."),
        new(1100, "InvalidStarknetPublicKey", ExtendedErrorKind.Authentication, "Check that the Stark public key is the account's (l2Key of GET /user/account/info)."),
        new(1101, "InvalidStarknetSignature", ExtendedErrorKind.Authentication, "Check private key, signing domain (mainnet or testnet) and the market's l2Config."),
        new(1102, "InvalidStarknetVault", ExtendedErrorKind.Authentication, "Check that the vault number is the account's (l2Vault of GET /user/account/info)."),
        new(1120, "OrderQtyLessThanMinTradeSize", ExtendedErrorKind.InvalidRequest, "Raise the size to the market's minOrderSize."),
        new(1121, "InvalidQtyWrongSizeIncrement", ExtendedErrorKind.InvalidRequest, "Give a size that is a multiple of the market's minOrderSizeChange."),
        new(1122, "OrderValueExceedsMaxOrderValue", ExtendedErrorKind.InvalidRequest, "Split the order: its value exceeds the market's maximum."),
        new(1123, "InvalidQtyPrecision", ExtendedErrorKind.InvalidRequest, "Give the size with fewer decimals."),
        new(1124, "InvalidPriceWrongPriceMovement", ExtendedErrorKind.InvalidRequest, "Give a price that is a multiple of the market's minPriceChange."),
        new(1125, "InvalidPricePrecision", ExtendedErrorKind.InvalidRequest, "Give the price with fewer decimals."),
        new(1126, "MaxOpenOrdersNumberExceeded", ExtendedErrorKind.Rejected, "Cancel orders first: the market's maxNumOrders are open."),
        new(1127, "MaxPositionValueExceeded", ExtendedErrorKind.Rejected, "Reduce the position first, or lower size or leverage."),
        new(1128, "InvalidTradingFees", ExtendedErrorKind.InvalidRequest, "Read the fee rates anew (GET /user/fees) and sign with at least these."),
        new(1129, "InvalidPositionTpslQty", ExtendedErrorKind.InvalidRequest, "Give size 0 for a take-profit or stop-loss of the whole position."),
        new(1130, "MissingOrderPrice", ExtendedErrorKind.InvalidRequest, "Give a price; market orders need their worst price too."),
        new(1131, "MissingTpslTrigger", ExtendedErrorKind.InvalidRequest, "Give a trigger price to each take-profit and stop-loss leg."),
        new(1132, "NotAllowedOrderType", ExtendedErrorKind.InvalidRequest, "Use a type that the market takes: LIMIT, MARKET, CONDITIONAL or TPSL."),
        new(1133, "InvalidOrderParameters", ExtendedErrorKind.InvalidRequest, "Check the order's members against the documentation: some of them do not go together."),
        new(1134, "DuplicateOrder", ExtendedErrorKind.Rejected, "An order with this id exists: ask for it before choosing another id."),
        new(1135, "InvalidOrderExpiration", ExtendedErrorKind.InvalidRequest, "Give an expiry in the future, at most 90 days ahead (testnet: 28 days)."),
        new(1136, "ReduceOnlyOrderSizeExceedsPositionSize", ExtendedErrorKind.Rejected, "Lower the size to that of the position."),
        new(1137, "ReduceOnlyOrderPositionIsMissing", ExtendedErrorKind.Rejected, "There is no position to reduce: read the positions anew."),
        new(1138, "ReduceOnlyOrderPositionSameSide", ExtendedErrorKind.Rejected, "Use the other side: this one would raise the position."),
        new(1139, "MarketOrderMustBeIOC", ExtendedErrorKind.InvalidRequest, "Send market orders with time in force IOC."),
        new(1140, "OrderCostExceedsBalance", ExtendedErrorKind.InsufficientFunds, "Lower the size, cancel orders or add collateral."),
        new(1141, "InvalidPriceAmount", ExtendedErrorKind.InvalidRequest, "Move the price closer to the mark price."),
        new(1142, "EditOrderNotFound", ExtendedErrorKind.NotFound, "The order is no longer open: read the open orders anew."),
        new(1143, "MissingConditionalTrigger", ExtendedErrorKind.InvalidRequest, "Give the conditional order its trigger."),
        new(1144, "PostOnlyCantBeOnConditionalMarketOrder", ExtendedErrorKind.InvalidRequest, "Leave post-only out, or execute the conditional order as a limit order."),
        new(1145, "NonReduceOnlyOrdersNotAllowed", ExtendedErrorKind.Rejected, "The account may only reduce now: send reduce-only orders or add collateral."),
        new(1146, "TwapOrderMustBeGTT", ExtendedErrorKind.InvalidRequest, "Send TWAP orders with time in force GTT."),
        new(1147, "OpenLossExceedsEquity", ExtendedErrorKind.InsufficientFunds, "The order would lose more than the equity at once: move its price closer to the mark price or lower the size."),
        new(1148, "TPSLOpenLossExceedsEquity", ExtendedErrorKind.InsufficientFunds, "The leg would lose more than the equity at once: move its price or lower the size."),
        new(1500, "AccountNotSelected", ExtendedErrorKind.Authentication, "Use the API key of a sub-account."),
        new(1600, "WithdrawalAmountMustBePositive", ExtendedErrorKind.InvalidRequest, "Give an amount above 0."),
        new(1601, "WithdrawalDescriptionToLong", ExtendedErrorKind.InvalidRequest, "Shorten the description."),
        new(1602, "WithdrawalRequestDoesNotMatchSettlement", ExtendedErrorKind.InvalidRequest, "Sign the same amounts that the request names."),
        new(1604, "WithdrawalExpirationTimeIsTooSoon", ExtendedErrorKind.InvalidRequest, "Give an expiration at least 14 days ahead."),
        new(1605, "WithdrawalInvalidAsset", ExtendedErrorKind.InvalidRequest, "Use the collateral asset."),
        new(1607, "WithdrawalBlockedForAccount", ExtendedErrorKind.Rejected, "Ask the exchange why withdrawals of the account are blocked."),
        new(1608, "WithdrawalAccountDoesNotBelongToUser", ExtendedErrorKind.Authentication, "Use an account of the same wallet."),
        new(1650, "InvalidVaultTransferAmount", ExtendedErrorKind.InvalidRequest, "Give an amount that the vault allows."),
        new(1700, "ReferralCodeAlreadyExist", ExtendedErrorKind.Rejected, "Choose another referral code."),
        new(1701, "ReferralCodeInvalid", ExtendedErrorKind.InvalidRequest, "Check the referral code."),
        new(1703, "ReferralProgramIsNotEnabled", ExtendedErrorKind.Rejected, "The account does not take part in the referral program."),
        new(1704, "ReferralCodeAlreadyApplied", ExtendedErrorKind.Rejected, "A referral code was applied already: nothing is to be done."),
    ];

    private static readonly FrozenDictionary<int, ExtendedErrorCode> ByCode = All.ToFrozenDictionary(entry => entry.Code);

    /// <summary>What is known of a code; null if it is not documented.</summary>
    public static ExtendedErrorCode? Find(int code) => ByCode.GetValueOrDefault(code);
}
