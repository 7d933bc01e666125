namespace LowLatencyMM.Core.Events;

/// <summary>
/// The payload of every kind of event as an ordered list of named fields: what the journal writes after the header, what
/// replay compares and what <c>journal show</c> prints. Fields are only ever appended.
/// </summary>
/// <remarks>
/// Every payload is up to twelve 8-byte words in declaration order, so a field's index is its word. Two kinds differ:
/// <see cref="EventKind.OrderSigned"/> holds three 32-byte numbers and <see cref="EventKind.Text"/> a purpose and bytes.
/// </remarks>
public static class EventSchema
{
    /// <summary>Words in a payload.</summary>
    public const int MaxWords = 12;

    /// <summary>One more than the highest kind.</summary>
    public const int KindCount = (int)EventKind.OrderTiming + 1;

    private static readonly FieldSchema[]?[] Fields = Build();

    /// <summary>Whether this version knows the kind.</summary>
    public static bool Knows(EventKind kind) => (int)kind < KindCount && Fields[(int)kind] is not null;

    /// <summary>The fields of a kind, in order; empty for a kind that this version does not know.</summary>
    public static ReadOnlySpan<FieldSchema> Of(EventKind kind) => (int)kind < KindCount ? Fields[(int)kind] : default;

    private static FieldSchema[]?[] Build()
    {
        var schema = new FieldSchema[]?[KindCount];
        schema[(int)EventKind.BookLevel] = [I("Side"), I("PriceTicks"), I("QuantitySteps")];
        schema[(int)EventKind.BestBidAsk] =
        [
            I("BidTicks"), I("BidSteps"), I("AskTicks"), I("AskSteps"), I("RequestedNs"), I("NextBidTicks"), I("NextAskTicks"),
        ];
        schema[(int)EventKind.PublicTrade] =
        [
            I("TradeId"), I("TradeMs"), I("TakerSide"), I("TradeType"), I("PriceTicks"), I("QuantitySteps"),
        ];
        schema[(int)EventKind.MarkPrice] = [I("PriceNano")];
        schema[(int)EventKind.IndexPrice] = [I("PriceNano")];
        schema[(int)EventKind.Funding] = [I("RatePico"), I("AppliedMs")];
        schema[(int)EventKind.AccountOrder] =
        [
            I("OwnId"), I("OrderId"), I("Side"), I("Status"), I("Reason"), I("PriceTicks"), I("QuantitySteps"), I("FilledSteps"),
            I("FeeMicro"), I("AveragePriceNano"), I("CreatedMs"), I("UpdatedMs"),
        ];
        schema[(int)EventKind.AccountTrade] =
        [
            I("TradeId"), I("OrderId"), I("OwnId"), I("Side"), I("PriceNano"), I("QuantitySteps"), I("ValueMicro"), I("FeeNano"),
            I("IsTaker"), I("TradeType"), I("CreatedMs"),
        ];
        schema[(int)EventKind.Balance] =
        [
            I("BalanceMicro"), I("EquityMicro"), I("AvailableForTradeMicro"), I("AvailableForWithdrawalMicro"), I("UnrealisedPnlMicro"),
            I("InitialMarginMicro"), I("MarginRatioNano"), I("ExposureMicro"), I("UpdatedMs"),
        ];
        schema[(int)EventKind.Position] =
        [
            I("PositionId"), I("SizeSteps"), I("OpenPriceNano"), I("MarkPriceNano"), I("ValueMicro"), I("UnrealisedPnlMicro"),
            I("RealisedPnlMicro"), I("MarginMicro"), I("IsClosed"), I("UpdatedMs"),
        ];
        schema[(int)EventKind.AccountReady] = [I("ConnectionEpoch"), I("OpenOrders"), I("LastTradeId")];
        schema[(int)EventKind.OrderAnswer] =
        [
            I("OwnId"), I("Request"), I("Outcome"), I("HttpStatus"), I("ErrorCode"), I("OrderId"), I("RetryAfterMs"),
        ];
        schema[(int)EventKind.QueryAnswer] = [I("OwnId"), I("Outcome"), I("HttpStatus"), I("ErrorCode")];
        schema[(int)EventKind.ControlAnswer] = [I("Request"), I("Outcome"), I("HttpStatus"), I("ErrorCode"), I("OpenOrders")];
        schema[(int)EventKind.Timer] = [I("IntervalNs")];
        schema[(int)EventKind.Connection] = [I("State"), I("ConnectionEpoch")];
        schema[(int)EventKind.OperatorCommand] = [I("Action")];
        schema[(int)EventKind.Parameters] =
        [
            I("Version"), D("Kappa"), D("Intensity"), D("SigmaRelative"), D("RSquared"), D("Omega"), D("Alpha"),
            D("Beta"), D("Nu"), D("Mean"), D("NextVariance"), I("Returns"),
        ];
        schema[(int)EventKind.FrameRejected] =
        [
            I("Reason"), I("ByteOffset"), I("FrameLength"), I("ExpectedSeq"), I("ActualSeq"), I("ConnectionEpoch"),
        ];
        schema[(int)EventKind.Session] = [I("OrderEpoch")];
        schema[(int)EventKind.NonceBlock] = [I("FirstNonce"), I("Count")];
        schema[(int)EventKind.QuoteDecision] =
        [
            I("CauseSequence"), I("Reason"), D("FairPrice"), D("ReservationPrice"), D("HalfSpread"), D("SigmaRelative"), D("Kappa"),
            I("BidTicks"), I("AskTicks"), I("Clamps"), I("PositionSteps"), I("SizeSteps"),
        ];
        schema[(int)EventKind.OrderSent] =
        [
            I("CauseSequence"), I("Request"), I("OwnId"), I("CancelOwnId"), I("Side"), I("PriceTicks"), I("QuantitySteps"), I("Nonce"),
            I("ExpiryMs"), I("Outcome"), I("BeforeSendNs"), I("AfterSendNs"),
        ];
        schema[(int)EventKind.RiskVerdict] =
        [
            I("CauseSequence"), I("Side"), I("Reason"), I("PriceTicks"), I("WantedSteps"), I("AllowedSteps"), I("Limit"), I("Value"),
        ];
        schema[(int)EventKind.StateHash] = [I("CauseSequence"), I("Hash"), I("Events")];
        schema[(int)EventKind.OrderSigned] =
        [
            new("Hash", FieldType.Bytes32), new("R", FieldType.Bytes32), new("S", FieldType.Bytes32),
        ];
        schema[(int)EventKind.Text] = [I("Purpose"), new("Text", FieldType.Utf8)];
        schema[(int)EventKind.Alert] =
        [
            I("CauseSequence"), I("Alert"), I("Side"), I("OwnId"), I("Reason"), I("Value"), I("Limit"),
        ];
        schema[(int)EventKind.Estimates] =
        [
            I("CauseSequence"), I("Quality"), I("Clamps"), D("Kappa"), D("Intensity"), D("KappaWeighted"), D("KappaOrdinary"), D("KappaAsk"),
            D("KappaBid"), D("RSquared"), D("SigmaRelative"), D("EffectiveHorizonSeconds"),
        ];
        schema[(int)EventKind.StreamDistrusted] =
        [
            I("CauseSequence"), I("Distrusted"), I("Reason"), I("LastedNs"), I("LimitNs"), I("BookBidTicks"), I("BookAskTicks"),
            I("BestBidTicks"), I("BestAskTicks"),
        ];
        schema[(int)EventKind.OrderTiming] =
        [
            I("CauseSequence"), I("OwnId"), I("Request"), I("Signing"), I("ParsedNs"), I("PublishedNs"), I("TakenNs"), I("DecidedNs"),
            I("RiskNs"), I("SignedNs"), I("BeforeSendNs"), I("AfterSendNs"),
        ];
        return schema;
    }

    private static FieldSchema I(string name) => new(name, FieldType.Int64);

    private static FieldSchema D(string name) => new(name, FieldType.Float64);
}
