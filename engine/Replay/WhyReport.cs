using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Replay;

/// <summary>Prints explanations of <see cref="JournalWhy"/>, for people and as JSON.</summary>
/// <param name="markets">The markets that give the grids, by number.</param>
public sealed class WhyReport(IReadOnlyList<MarketSettings> markets)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly EventFormatter _format = new(markets);

    /// <inheritdoc cref="WhyReport(IReadOnlyList{MarketSettings})"/>
    /// <param name="market">The only market.</param>
    public WhyReport(MarketSettings market)
        : this([market])
    {
    }

    /// <summary>Prints why an order went out and what became of it.</summary>
    public void PrintText(OrderExplanation why, TextWriter output)
    {
        OrderSentPayload order = why.Order.Event.OrderSent;
        int market = why.Order.Event.Market;
        output.WriteLine(
            $"{ExternalId.Format(why.OwnId)}: {order.Request} {order.Side} {_format.Size(order.QuantitySteps, market)} {_format.Name(market)} at "
            + $"{_format.Price(order.PriceTicks, market)}"
            + (order.CancelOwnId != 0 ? $", replacing {ExternalId.Format(order.CancelOwnId)}" : ""));
        Print(why.Cause, order.Side, output);
        output.WriteLine($"Send: {order.Outcome}{Latency(why)}");
        if (why.Timed is { } timed)
            output.WriteLine($"Stages, us after the cause was received: {Stages(timed.Event.OrderTiming)}");
        output.WriteLine($"  {_format.Line(why.Order)}");
        if (why.Signed is { } signed)
            output.WriteLine($"  {_format.Line(signed)}");
        output.WriteLine(why.History.Count == 0 ? "Afterwards: nothing recorded" : "Afterwards:");
        foreach (RecordedEvent later in why.History)
            output.WriteLine($"  {_format.Line(later)}");
        output.WriteLine($"Filled: {_format.Size(why.FilledSteps, market)} of {_format.Size(order.QuantitySteps, market)}");
    }

    /// <summary>Prints what was wanted at a moment and why.</summary>
    public void PrintText(Situation situation, TextWriter output) => Print(situation, null, output);

    /// <summary>One JSON object.</summary>
    public string Json(OrderExplanation why)
    {
        var json = new JsonObject
        {
            ["externalId"] = ExternalId.Format(why.OwnId),
            ["order"] = Node(why.Order),
            ["situation"] = Node(why.Cause),
            ["signed"] = Node(why.Signed),
            ["timed"] = Node(why.Timed),
            ["tickToOrderNs"] = why.TickToOrderNs,
            ["sendNs"] = why.SendNs,
            ["history"] = Nodes(why.History),
            ["filled"] = _format.Size(why.FilledSteps, why.Order.Event.Market),
        };
        return json.ToJsonString(JsonOptions);
    }

    /// <inheritdoc cref="Json(OrderExplanation)"/>
    public string Json(Situation situation) => Node(situation).ToJsonString(JsonOptions);

    private void Print(Situation situation, Side? side, TextWriter output)
    {
        (long sequence, Event e) = situation.Event;
        output.WriteLine(situation.FrameStart == sequence
            ? "Event:"
            : string.Create(CultureInfo.InvariantCulture, $"Event, of a frame that begins at {situation.FrameStart}:"));
        output.WriteLine($"  {_format.Line(situation.Event)}");
        output.WriteLine($"Book: {Describe(situation.Book, situation.Market)}");
        PrintIfAny("Best bid and ask stream", situation.BestBidAsk, output);
        PrintIfAny("Mark price", situation.MarkPrice, output);
        PrintIfAny("Position reported", situation.Position, output);
        PrintQuote(situation.Quote, output);
        foreach (RecordedEvent verdict in situation.Verdicts)
        {
            RiskVerdictPayload risk = verdict.Event.RiskVerdict;
            if (side is null || risk.Side == side)
                output.WriteLine($"Risk, {risk.Side}: {risk.Reason}{Age(risk.CauseSequence, sequence)}: {_format.Fields(verdict.Event)}");
        }
        if (situation.Verdicts.Count == 0)
            output.WriteLine("Risk: no objection so far");
    }

    private void PrintQuote(RecordedEvent? quote, TextWriter output)
    {
        if (quote is not { } decided)
        {
            output.WriteLine("Quote: nothing decided yet");
            return;
        }
        QuoteDecisionPayload q = decided.Event.QuoteDecision;
        int market = decided.Event.Market;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Quote: {q.Reason}, since event {q.CauseSequence} ({EventFormatter.TimeOfDay(decided.Event.ReceiveNs)})"));
        output.WriteLine($"  bid {PriceOrNone(q.BidTicks, market)}, ask {PriceOrNone(q.AskTicks, market)}, size {_format.Size(q.SizeSteps, market)}, "
            + $"position {_format.Size(q.PositionSteps, market)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  fair price {q.FairPrice:R}, reservation price {q.ReservationPrice:R}, half-spread {q.HalfSpread:R}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  sigma {q.SigmaRelative:R} per sqrt(s), kappa {q.Kappa:R}, clamps {EventFields.Format(decided.Event, 9)}"));
    }

    private void PrintIfAny(string what, RecordedEvent? recorded, TextWriter output)
    {
        if (recorded is { } known)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {_format.Fields(known.Event)} (event {known.Sequence})"));
    }

    private string Describe(BookTop book, int market)
    {
        string bid = book.BidTicks == 0 ? "no bid" : $"{_format.Size(book.BidSteps, market)} at {_format.Price(book.BidTicks, market)}";
        string ask = book.AskTicks == 0 ? "no ask" : $"{_format.Size(book.AskSteps, market)} at {_format.Price(book.AskTicks, market)}";
        return $"{bid}, {ask}{(book.IsValid ? "" : " (not valid: no snapshot since the last connect, a missed frame, or half a frame)")}";
    }

    private string PriceOrNone(long ticks, int market) => ticks == 0 ? "none" : _format.Price(ticks, market);

    private static string Age(long cause, long sequence) =>
        cause == sequence ? "" : string.Create(CultureInfo.InvariantCulture, $" since event {cause}");

    private static string Latency(OrderExplanation why) =>
        why is { TickToOrderNs: { } tickToOrder, SendNs: { } send }
            ? string.Create(CultureInfo.InvariantCulture, $", {tickToOrder / 1e3:0.0} us from tick to order, {send / 1e3:0.0} us to send")
            : "";

    private static string Stages(in OrderTimingPayload timing)
    {
        string parsed = timing.ParsedNs == 0 ? "" : $"parsed {Micros(timing.ParsedNs)}, published {Micros(timing.PublishedNs)}, ";
        string signed = timing.Signing == OrderSigning.Ahead ? "signature found" : "signed";
        return $"{parsed}taken {Micros(timing.TakenNs)}, decided {Micros(timing.DecidedNs)}, risk {Micros(timing.RiskNs)}, "
            + $"{signed} {Micros(timing.SignedNs)}, before send {Micros(timing.BeforeSendNs)}, on the socket {Micros(timing.AfterSendNs)}";
    }

    private static string Micros(long ns) => (ns / 1e3).ToString("0.00", CultureInfo.InvariantCulture);

    private JsonObject Node(Situation situation) => new()
    {
        ["event"] = Node(situation.Event),
        ["frameStart"] = situation.FrameStart,
        ["book"] = new JsonObject
        {
            ["isValid"] = situation.Book.IsValid,
            ["bidPrice"] = situation.Book.BidTicks == 0 ? null : _format.Price(situation.Book.BidTicks, situation.Market),
            ["bidSize"] = _format.Size(situation.Book.BidSteps, situation.Market),
            ["askPrice"] = situation.Book.AskTicks == 0 ? null : _format.Price(situation.Book.AskTicks, situation.Market),
            ["askSize"] = _format.Size(situation.Book.AskSteps, situation.Market),
            ["streamSeq"] = situation.Book.StreamSeq,
        },
        ["bestBidAsk"] = Node(situation.BestBidAsk),
        ["markPrice"] = Node(situation.MarkPrice),
        ["position"] = Node(situation.Position),
        ["quote"] = Node(situation.Quote),
        ["verdicts"] = Nodes(situation.Verdicts),
    };

    private JsonNode? Node(RecordedEvent? recorded) => recorded is { } known ? JsonNode.Parse(_format.Json(known)) : null;

    private JsonArray Nodes(IReadOnlyList<RecordedEvent> events) => new([.. events.Select(recorded => Node(recorded))]);
}
