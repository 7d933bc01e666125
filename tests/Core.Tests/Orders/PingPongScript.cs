using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Core.Tests.Trading;

namespace LowLatencyMM.Core.Tests.Orders;

/// <summary>
/// Plays one script of the ping-pong vectors against slots, lifecycle and ping-pong rule, with the quotes given instead of computed. A
/// script's quotes come one by one, so new orders are only placed when one comes.
/// </summary>
internal sealed class PingPongScript
{
    private const long NsPerMs = 1_000_000;

    private readonly AccountOrders _account;
    private readonly OrderLifecycle _orders;
    private readonly MarketPnl _pnl = new(new MarketUnits(TestSettings.Lively.Market));
    private readonly PingPong _rule;
    private readonly long _lot;
    private readonly long _maxPosition;
    private readonly List<OrderSentPayload> _placed = [];
    private DecisionBatch _batch;
    private JsonElement _quote;
    private bool _isEnabled = true;
    private long _nowNs;
    private long _sequence;

    public PingPongScript(JsonElement defaults, JsonElement scenario)
    {
        JsonElement cfg = scenario.GetProperty("cfg");
        JsonElement Value(string name) => cfg.TryGetProperty(name, out JsonElement own) ? own : defaults.GetProperty(name);
        long Ns(string name) => Value(name).GetInt64() * NsPerMs;
        _lot = Value("order_qty").GetInt64();
        _maxPosition = Value("max_pos").GetInt64();
        EngineSettings lively = TestSettings.Lively;
        var orders = new OrderSettings
        {
            Mode = QuotingMode.PingPong,
            PartialFill = Value("partial_policy").GetString() == "when_closable" ? PartialFillPolicy.WhenClosable : PartialFillPolicy.SwitchImmediately,
            PingPongSize = Value("size_mode").GetString() == "fixed" ? PingPongSizing.Fixed : PingPongSizing.Position,
            PingPongSwitch = Value("switch").GetString() == "toggle" ? PingPongSwitch.Toggle : PingPongSwitch.Position,
            UseAtomicReplace = Value("use_replace").GetBoolean(),
            RejectBackoffNs = Ns("backoff_base_ms"),
            RejectBackoffCapNs = Ns("backoff_cap_ms"),
            InflightTimeoutNs = Ns("inflight_timeout_ms"),
            QueryIntervalNs = Ns("requery_ms"),
        };
        QuotingSettings quoting = lively.Quoting with
        {
            RepricingThresholdBps = Value("reprice_bps").GetDouble(),
            ForceReplaceNs = Ns("force_replace_ms"),
            OrderRefreshNs = Ns("refresh_ms"),
        };
        _rule = new PingPong(orders, Value("min_qty").GetInt64());
        _account = new AccountOrders(lively with { Orders = orders, Quoting = quoting });
        _orders = new OrderLifecycle(_account, 0, orders, quoting, new MarketUnits(lively.Market), _pnl);
        _pnl.Ledger.SetPosition(scenario.Long("initial_pos"), 0);
        _account.Own.Begin(7);
        _account.Nonces.Add(1, 1_000);
        _account.BecomeReady(0);
        _account.Start();
    }

    /// <summary>Commands of the last step, as the vectors write them.</summary>
    public List<string> Commands { get; } = [];

    public long Position => _pnl.Ledger.PositionSteps;

    public string Mode => _rule.Wanted(Position, _orders.Fills.LastFillSide) == Side.Buy ? "BUY" : "SELL";

    public string State
    {
        get
        {
            QuoteSlot buy = _orders.Slots.Of(Side.Buy, 0);
            QuoteSlot slot = buy.State == SlotState.Empty ? _orders.Slots.Of(Side.Sell, 0) : buy;
            // When a replace's old order has ended, only the new one is left to wait for: the vectors call that replacing still.
            bool isReplacement = _placed.Exists(sent => sent.OwnId == slot.Current && sent.Request == RequestKind.Replace);
            return slot.State == SlotState.Submitting && isReplacement ? "REPLACING" : slot.State.ToString().ToUpperInvariant();
        }
    }

    public void Play(JsonElement step)
    {
        Commands.Clear();
        _nowNs = (CoreDriver.StartMs + step.Long("t")) * NsPerMs;
        string happened = step.Text("ev");
        Happen(happened, step.GetProperty("args"));
        Decide(isQuote: happened == "quote");
        // A request without an answer ends with its connection.
        if (happened == "timer")
            Reconnect();
        _account.Control.End();
    }

    private void Happen(string happened, JsonElement args)
    {
        switch (happened)
        {
            case "quote":
                _quote = args;
                break;
            case "timer":
                break;
            case "enable":
                _isEnabled = args.GetProperty("on").GetBoolean();
                break;
            case "shutdown":
                _account.Stop();
                break;
            case "disconnect":
                _account.LoseStream();
                break;
            case "reconnect":
                _account.BecomeReady(0);
                _orders.Slots.AskForAll(_nowNs);
                break;
            default:
                HappenToOrder(happened, args, _placed[int.Parse(args.Text("oid")[1..], CultureInfo.InvariantCulture) - 1]);
                break;
        }
    }

    private void HappenToOrder(string happened, JsonElement args, OrderSentPayload order)
    {
        string reason = args.TryGetProperty("reason", out JsonElement given) ? given.GetString()! : "NONE";
        switch (happened)
        {
            case "ack":
                Answer(order, order.Request, AnswerOutcome.Accepted);
                Tell(order, OrderStatus.New, 0);
                break;
            case "fill":
                Tell(order, args.Text("status") == "FILLED" ? OrderStatus.Filled : OrderStatus.PartiallyFilled, args.Long("cum"));
                break;
            case "reject" when order.Request == RequestKind.Replace:
                Answer(order, order.Request, AnswerOutcome.Rejected, 400, reason == "PREV_ORDER_NOT_FOUND" ? 1142 : 1126);
                break;
            case "reject":
                Answer(order, order.Request, AnswerOutcome.Accepted);
                Tell(order, OrderStatus.Rejected, 0, reason);
                break;
            case "canceled":
                if (_orders.Slots.Line(order.Side).Carries(RequestKind.Cancel, order.OwnId))
                    Answer(order, RequestKind.Cancel, AnswerOutcome.Accepted);
                Tell(order, OrderStatus.Cancelled, args.Long("cum"), reason);
                break;
            case "cancel_reject":
                Answer(order, RequestKind.Cancel, AnswerOutcome.Rejected, 404);
                break;
            case "query_result":
                TellFound(order, args);
                break;
            default:
                Assert.Fail($"the vectors have an event that this test does not know: {happened}");
                break;
        }
    }

    private void TellFound(OrderSentPayload order, JsonElement args)
    {
        string status = args.Text("status");
        if (status != "NOT_FOUND")
            Tell(order, status == "FILLED" ? OrderStatus.Filled : OrderStatus.New, args.Long("cum"), fromRest: true);
        AnswerOutcome outcome = status == "NOT_FOUND" ? AnswerOutcome.NotFound : AnswerOutcome.Found;
        _orders.OnQueryAnswer(ref _account.Own.Find(order.OwnId), new QueryAnswerPayload { OwnId = order.OwnId, Outcome = outcome }, _nowNs);
    }

    private void Answer(OrderSentPayload order, RequestKind request, AnswerOutcome outcome, long status = 200, long code = 0)
    {
        var answer = new OrderAnswerPayload { OwnId = order.OwnId, Request = request, Outcome = outcome, HttpStatus = status, ErrorCode = code };
        _orders.EndRequest(request, order.OwnId);
        _orders.OnOrderAnswer(ref _account.Own.Find(order.OwnId), answer, _nowNs);
    }

    private void Tell(OrderSentPayload order, OrderStatus status, long filled, string reason = "NONE", bool fromRest = false)
    {
        var update = new AccountOrderPayload
        {
            OwnId = order.OwnId,
            OrderId = order.OwnId + 1_000,
            Side = order.Side,
            Status = status,
            Reason = ReasonOf(reason),
            FilledSteps = filled,
            UpdatedMs = _nowNs / NsPerMs,
        };
        _orders.OnAccountOrder(update, fromRest, _nowNs);
    }

    private void Decide(bool isQuote)
    {
        _batch.Clear();
        _orders.Advance(_nowNs);
        if (_quote.ValueKind == JsonValueKind.Object)
        {
            Side wanted = _rule.Wanted(Position, _orders.Fills.LastFillSide);
            Steer(Side.Buy, wanted, isQuote);
            Steer(Side.Sell, wanted, isQuote);
        }
        _orders.Clearing.ClearUp(_nowNs, ++_sequence, ref _batch);
        _account.Alerts.Publish(DecisionBatch.Capacity - _batch.Count, _nowNs, _sequence, ref _batch);
        for (int i = 0; i < _batch.Count; i++)
            Note(_batch[i]);
    }

    private void Steer(Side side, Side wanted, bool isQuote)
    {
        QuoteSlot slot = _orders.Slots.Of(side, 0);
        RequestReason why = _account.IsStopped ? RequestReason.Stop
            : !_isEnabled ? RequestReason.Disabled
            : !_quote.GetProperty("valid").GetBoolean() ? RequestReason.InvalidQuote
            : side != wanted ? RequestReason.WrongSide : RequestReason.None;
        SideTarget target = SideTarget.Nothing(why);
        if (why == RequestReason.None)
        {
            long price = _quote.Long(side == Side.Buy ? "bid" : "ask");
            long room = RiskLimits.Room(side, _maxPosition, new Exposure(Position, 0));
            long steps = Math.Min(room, _rule.Steps(side, Position, _lot));
            target = new SideTarget(price, steps, room, price, (long)(2 * _quote.Double("mid")))
            {
                IsHeld = !isQuote,
                KeepSteps = room,
            };
            target = target with { LimitTicks = side == Side.Buy ? long.MaxValue : 0 };
        }
        _orders.Steering.Steer(slot, target, _nowNs, _sequence, ref _batch);
    }

    private void Note(in Event decided)
    {
        if (decided.Kind == EventKind.Alert)
        {
            string kind = decided.Alert.Alert == AlertKind.Halted ? "halt" : "unsolicited_cancel";
            Commands.Add($"ALERT {kind}:{NameOf(decided.Alert.Reason)}");
            return;
        }
        OrderSentPayload sent = decided.OrderSent;
        string side = sent.Side == Side.Buy ? "BUY" : "SELL";
        switch (sent.Request)
        {
            case RequestKind.Create:
                _placed.Add(sent);
                Commands.Add($"PLACE {NameOf(sent.OwnId)} {side} {sent.PriceTicks} {sent.QuantitySteps}");
                break;
            case RequestKind.Replace:
                _placed.Add(sent);
                Commands.Add($"REPLACE {NameOf(sent.CancelOwnId)} {NameOf(sent.OwnId)} {side} {sent.PriceTicks} {sent.QuantitySteps}");
                break;
            case RequestKind.Cancel:
                string why = Wording(_orders.Slots.Of(sent.Side, 0).Why);
                Commands.Add($"CANCEL {NameOf(sent.OwnId)} {why}");
                break;
            case RequestKind.Query:
                Commands.Add($"QUERY {NameOf(sent.OwnId)}");
                break;
            default:
                Commands.Add("MASS_CANCEL");
                break;
        }
    }

    private void Reconnect()
    {
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            _orders.OnConnection(side, ConnectionState.Disconnected, _nowNs);
            _orders.OnConnection(side, ConnectionState.Connected, _nowNs);
        }
    }

    private string NameOf(long ownId) => $"o{_placed.FindIndex(sent => sent.OwnId == ownId) + 1}";

    private static string Wording(RequestReason why) => why switch
    {
        RequestReason.PartialFill => "partial_fill",
        RequestReason.InvalidQuote => "invalid_quote",
        RequestReason.ForceReplace => "force_replace",
        _ => why.ToString().ToLowerInvariant(),
    };

    private static StatusReason ReasonOf(string name) => name switch
    {
        "POST_ONLY_FAILED" => StatusReason.PostOnlyFailed,
        "INVALID_PRICE" => StatusReason.InvalidPrice,
        "SELF_TRADE_PROTECTION" => StatusReason.SelfTradeProtection,
        "ORDER_REPLACED" => StatusReason.OrderReplaced,
        "NONE" => StatusReason.None,
        _ => throw new InvalidOperationException($"the vectors have a reason that this test does not know: {name}"),
    };

    private static string NameOf(StatusReason reason) => reason switch
    {
        StatusReason.InvalidPrice => "INVALID_PRICE",
        StatusReason.SelfTradeProtection => "SELF_TRADE_PROTECTION",
        _ => reason.ToString(),
    };
}
