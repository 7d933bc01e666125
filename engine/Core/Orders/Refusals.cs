using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Core.Orders;

/// <summary>What the exchange's error codes and status reasons mean (protocol reference, 1.4 and 5).</summary>
public static class Refusals
{
    private const long UnhandledError = 1006;
    private const long DuplicateOrder = 1134;
    private const long EditOrderNotFound = 1142;

    /// <summary>The meaning of a refused request.</summary>
    public static Refusal OfAnswer(long httpStatus, long errorCode) => errorCode switch
    {
        // A duplicate id means that the first one arrived; an unhandled error may have come before or after the effect.
        DuplicateOrder or UnhandledError => Refusal.Uncertain,
        EditOrderNotFound => Refusal.NotFound,
        1127 or 1140 or 1147 or 1148 => Refusal.Funds,
        1002 or (>= 1010 and <= 1014) or 1126 => Refusal.Transient,
        (>= 1000 and <= 1009) or (>= 1100 and <= 1149) => Refusal.Halt,
        _ => OfStatus(httpStatus),
    };

    /// <summary>The meaning of an order's end that was not asked for.</summary>
    public static Refusal OfReason(StatusReason reason) => reason switch
    {
        StatusReason.NotEnoughFunds => Refusal.Funds,
        StatusReason.InvalidFee or StatusReason.InvalidQuantity or StatusReason.InvalidPrice or StatusReason.InvalidValue
            or StatusReason.InvalidExpireTime or StatusReason.InvalidLeverage or StatusReason.UnknownMarket
            or StatusReason.UnknownAccount or StatusReason.NegativeEquity or StatusReason.AccountLiquidation => Refusal.Halt,
        // The old order was gone before its replacement came: nothing is wrong with the price.
        StatusReason.PreviousOrderNotFound or StatusReason.OrderReplaced => Refusal.Harmless,
        _ => Refusal.Transient,
    };

    private static Refusal OfStatus(long httpStatus) => httpStatus switch
    {
        429 => Refusal.RateLimit,
        404 => Refusal.NotFound,
        401 or 403 => Refusal.Halt,
        >= 400 and < 500 => Refusal.Transient,
        _ => Refusal.Uncertain,
    };
}
