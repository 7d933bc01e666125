using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay.Tests;

/// <summary>
/// A core as simple as can be that decides everything there is to decide: on each best bid and ask a quote, around it an order a side
/// (the first by create, later ones by replace), now and then a cancel, a query, a verdict of risk and an order that cannot be signed,
/// and a state hash every so many events.
/// </summary>
internal struct PlainCore(long halfSpreadTicks) : ICoreHandler
{
    private const long HashInterval = 100;

    private StateHasher _hash;
    private long _events;
    private long _number;
    private long _lastBuy;
    private long _lastSell;

    /// <summary>The core that sessions are recorded with.</summary>
    public static PlainCore Standard => new(2);

    public void OnEvent(in Event e, long sequence, ref DecisionBatch decisions)
    {
        _events++;
        Event copy = e;
        _hash.Add((long)e.Kind);
        _hash.Add(copy.Words[0]);
        if (e.Kind == EventKind.BestBidAsk)
            Quote(e, sequence, ref decisions);
        if (_events % HashInterval == 0)
            AddStateHash(e, sequence, ref decisions);
    }

    public readonly ulong StateHash()
    {
        StateHasher hash = _hash;
        hash.Add(_number);
        return (ulong)hash.Value;
    }

    private void Quote(in Event e, long sequence, ref DecisionBatch decisions)
    {
        ref QuoteDecisionPayload quote = ref decisions.Add(EventKind.QuoteDecision, 0, e.ReceiveNs).QuoteDecision;
        quote.CauseSequence = sequence;
        quote.Reason = e.BestBidAsk.BidSteps % 7 == 0 ? QuoteReason.BookStale : QuoteReason.Quoting;
        quote.FairPrice = (e.BestBidAsk.BidTicks + e.BestBidAsk.AskTicks) * 0.25;
        quote.ReservationPrice = quote.FairPrice - 0.125;
        quote.HalfSpread = halfSpreadTicks * 0.5;
        quote.SigmaRelative = 0.25;
        quote.Kappa = 1.5;
        quote.BidTicks = e.BestBidAsk.BidTicks - halfSpreadTicks;
        quote.AskTicks = e.BestBidAsk.AskTicks + halfSpreadTicks;
        quote.Clamps = QuoteClamps.SpreadFloor | QuoteClamps.KappaFallback;
        quote.PositionSteps = -3;
        quote.SizeSteps = 5;
        (long bid, long ask) = (quote.BidTicks, quote.AskTicks);
        if (quote.Reason != QuoteReason.Quoting)
            return;

        _lastBuy = AddOrder(e, sequence, Side.Buy, bid, _lastBuy, ref decisions);
        _lastSell = AddOrder(e, sequence, Side.Sell, ask, _lastSell, ref decisions);
        if (_number % 5 == 0)
            AddVerdict(e, sequence, ref decisions);
        if (_number % 3 == 0)
            AddRequest(e, sequence, RequestKind.Cancel, _lastBuy, ref decisions);
        if (_number % 9 == 0)
            AddRequest(e, sequence, RequestKind.Query, _lastSell, ref decisions);
        if (_number % 11 == 0)
            AddOrder(e, sequence, Side.Buy, -1, 0, ref decisions);
    }

    private long AddOrder(in Event e, long sequence, Side side, long ticks, long replaces, ref DecisionBatch decisions)
    {
        ref OrderSentPayload order = ref decisions.Add(EventKind.OrderSent, 0, e.ReceiveNs).OrderSent;
        _number++;
        order.CauseSequence = sequence;
        order.Request = replaces == 0 ? RequestKind.Create : RequestKind.Replace;
        order.OwnId = (1L << 30) + _number;
        order.CancelOwnId = replaces;
        order.Side = side;
        order.PriceTicks = ticks;
        order.QuantitySteps = 5;
        order.Nonce = _number;
        order.ExpiryMs = (e.ReceiveNs / 1_000_000_000 + 3_600) * 1_000;
        return order.OwnId;
    }

    private static void AddRequest(in Event e, long sequence, RequestKind kind, long ownId, ref DecisionBatch decisions)
    {
        ref OrderSentPayload order = ref decisions.Add(EventKind.OrderSent, 0, e.ReceiveNs).OrderSent;
        order.CauseSequence = sequence;
        order.Request = kind;
        order.OwnId = ownId;
        order.Side = Side.Buy;
    }

    private static void AddVerdict(in Event e, long sequence, ref DecisionBatch decisions)
    {
        ref RiskVerdictPayload verdict = ref decisions.Add(EventKind.RiskVerdict, 0, e.ReceiveNs).RiskVerdict;
        verdict.CauseSequence = sequence;
        verdict.Side = Side.Buy;
        verdict.Reason = RiskReason.PositionLimit;
        verdict.PriceTicks = 9;
        verdict.WantedSteps = 8;
        verdict.AllowedSteps = 7;
        verdict.Limit = 6;
        verdict.Value = 5;
    }

    private readonly void AddStateHash(in Event e, long sequence, ref DecisionBatch decisions)
    {
        ref StateHashPayload state = ref decisions.Add(EventKind.StateHash, 0, e.ReceiveNs).StateHash;
        state.CauseSequence = sequence;
        state.Hash = (long)StateHash();
        state.Events = _events;
    }
}
