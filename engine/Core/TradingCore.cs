using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Risk;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core;

/// <summary>
/// The engine's mind: all markets of an account as one function of (state, event). It takes every event of the ring, its own
/// decisions among them, and adds what it decides to the batch. "Now" is the largest receive time so far.
/// </summary>
/// <remarks>
/// Single-threaded. No clock, no chance, no I/O; the same events give the same decisions. Allocates nothing after construction.
/// An event of one market lets that market decide; one of the account, or time, lets all. A market for whose decisions the batch has
/// no room left decides on the next event. <see cref="EventKind.OrderTiming"/> tells of the machine, not of the market: it is not even
/// counted, so that a journal with and without it gives the same decisions and the same state.
/// </remarks>
public sealed class TradingCore
{
    private const int NoMarket = -1;
    private const int NearLevels = 16;

    private readonly AccountOrders _account;
    private readonly AccountRisk _risk;
    private readonly BalanceCheck _balance = new();
    private readonly KillSwitch _killSwitch;
    private readonly KillAction _killAction;
    private readonly MarketCore[] _markets;
    private readonly long _stateHashInterval;
    private uint _due;
    private int _nextMarket;
    private int _quoted = NoMarket;
    private long _accountEpoch;
    private long _nowNs;
    private long _events;
    private long _untilStateHash;
    private bool _isStateHashDue;
    private CoreStatus _touched;

    /// <summary>Prepares everything that will ever be needed.</summary>
    /// <exception cref="ArgumentException">A setting that no decision can be made with.</exception>
    public TradingCore(EngineSettings settings)
    {
        SettingsCheck.Validate(settings);
        IReadOnlyList<TradedMarket> markets = settings.Markets;
        _stateHashInterval = settings.StateHashInterval;
        _untilStateHash = _stateHashInterval;
        _killSwitch = new KillSwitch(settings.Risk);
        _killAction = settings.Risk.KillAction;
        _account = new AccountOrders(settings);
        _risk = new AccountRisk(settings.Risk, markets.Count);
        _markets = new MarketCore[markets.Count];
        for (int i = 0; i < _markets.Length; i++)
            _markets[i] = new MarketCore(markets[i], (ushort)i, _account, _risk);
    }

    /// <summary>Markets that are made.</summary>
    public int MarketCount => _markets.Length;

    /// <summary>The orders that a market will most likely want next.</summary>
    public OrderPlan Plan(int market) => _markets[market].Orders.Plan;

    private uint All => (1u << _markets.Length) - 1;

    /// <summary>Takes one event. The batch is cleared first and then holds what the event made the core decide.</summary>
    public void OnEvent(in Event e, long sequence, ref DecisionBatch decisions)
    {
        if (Quote(in e, sequence, ref decisions))
            Steer(sequence, ref decisions);
    }

    /// <summary>
    /// The first half of <see cref="OnEvent"/>: takes the event into the state and quotes the first market that has something to decide. In
    /// two halves the caller can tell how long each takes, and the core needs no clock. True if <see cref="Steer"/> must follow, before the
    /// next event.
    /// </summary>
    public bool Quote(in Event e, long sequence, ref DecisionBatch decisions)
    {
        decisions.Clear();
        if (e.Kind == EventKind.OrderTiming)
            return false;
        _events++;
        if (--_untilStateHash == 0)
        {
            _untilStateHash = _stateHashInterval;
            _isStateHashDue = true;
        }
        if (e.ReceiveNs > _nowNs)
            _nowNs = e.ReceiveNs;
        if ((e.Flags & EventFlags.WarmUp) != 0)
            WarmUp(e);
        else
            _due |= Apply(e);
        if (_killSwitch.IsOn && e.Kind is EventKind.Timer or EventKind.AccountOrder or EventKind.AccountTrade or EventKind.Funding)
            CheckLosses();
        if (_due == 0)
            return _isStateHashDue;
        _account.Budget.Refill(_nowNs);
        _quoted = FirstDue();
        _due &= ~(1u << _quoted);
        _markets[_quoted].Quote(_nowNs, sequence, ref decisions);
        return true;
    }

    /// <summary>
    /// The second half: risk and orders of the market just quoted, then all of the other markets that have something to decide.
    /// </summary>
    public void Steer(long sequence, ref DecisionBatch decisions)
    {
        if (_quoted != NoMarket)
        {
            Decide(sequence, ref decisions);
            _quoted = NoMarket;
        }
        if (_isStateHashDue)
            PublishStateHash(sequence, ref decisions);
    }

    /// <summary>The state of a market's GARCH, for a fit elsewhere; null with another volatility.</summary>
    public GarchVariance? GarchOf(int market) => _markets[market].Garch;

    /// <summary>A hash of the whole state. O(levels of the books).</summary>
    public ulong StateHash() => StateHash(int.MaxValue);

    /// <summary>
    /// Reads what the next decisions may need, so that it is in the caches, and changes nothing: the state near the touch, and what there is to show.
    /// </summary>
    public long Touch()
    {
        long touched = (long)StateHash(NearLevels) + _account.Own.Touch();
        for (int i = 0; i < _markets.Length; i++)
        {
            touched += _markets[i].Touch();
            CopyStatus(i, ref _touched);
        }
        return touched;
    }

    private ulong StateHash(int levels)
    {
        var hash = default(StateHasher);
        _account.AddTo(ref hash);
        _risk.AddTo(ref hash);
        _balance.AddTo(ref hash);
        _killSwitch.AddTo(ref hash);
        foreach (MarketCore market in _markets)
            market.AddTo(ref hash, levels);
        hash.Add(_due);
        hash.Add(_nextMarket);
        hash.Add(_accountEpoch);
        hash.Add(_nowNs);
        hash.Add(_events);
        return (ulong)hash.Value;
    }

    /// <summary>Copies what there is to show of the first market and of the account.</summary>
    public void CopyStatus(ref CoreStatus status) => CopyStatus(0, ref status);

    /// <summary>Copies what there is to show of one market and of the account.</summary>
    public void CopyStatus(int market, ref CoreStatus status)
    {
        OrderCounters counters = _account.Counters;
        long reasonChanges = 0;
        long accountPnl = 0;
        status.PossiblyLive = 0;
        status.IsQuiet = true;
        foreach (MarketCore each in _markets)
        {
            reasonChanges += each.ReasonChanges;
            accountPnl += each.PnlMicro;
            status.PossiblyLive += each.Orders.Slots.PossiblyLive;
            status.IsQuiet &= each.Orders.Slots.IsQuiet;
        }
        _markets[market].CopyStatus(ref status);
        status.NowNs = _nowNs;
        status.Events = _events;
        status.EquityMicro = _risk.EquityMicro;
        status.BalanceMicro = _balance.Newest.BalanceMicro;
        status.BalanceDifferenceMicro = _balance.DifferenceMicro;
        status.MarginRatioNano = _balance.Newest.MarginRatioNano;
        status.AccountPnlMicro = accountPnl;
        status.IsKilled = _risk.IsKilled;
        status.Creates = counters.Creates;
        status.Replaces = counters.Replaces;
        status.Cancels = counters.Cancels;
        status.Queries = counters.Queries;
        status.Rejects = counters.Rejects;
        status.ReasonChanges = reasonChanges;
        status.Decisions = counters.Creates + counters.Replaces + counters.Cancels + counters.Queries + reasonChanges;
        status.Alerts = _account.Alerts.Total;
        status.LastAlert = _account.Alerts.Last;
        status.NoncesAvailable = _account.Nonces.Available;
    }

    // What the event says.

    /// <summary>Takes an event from before the session: nothing follows from it but better estimates.</summary>
    private void WarmUp(in Event e)
    {
        if (e.Market < _markets.Length)
            _markets[e.Market].WarmUp(e, _nowNs);
    }

    /// <summary>Takes the event into the state. Gives the markets that may have something to decide, a bit each.</summary>
    private uint Apply(in Event e)
    {
        switch (e.Kind)
        {
            case EventKind.Timer:
                return All;
            case EventKind.Balance:
                OnBalance(e.Balance);
                return All;
            case EventKind.AccountReady:
                // Fetched on a connection that has broken since: the next one will fetch again.
                if (e.AccountReady.ConnectionEpoch >= _accountEpoch)
                    OnAccountReady(e.AccountReady.LastTradeId);
                return RefreshAll();
            case EventKind.OrderAnswer:
                return OnOrderAnswer(e.OrderAnswer);
            case EventKind.QueryAnswer:
                return OnQueryAnswer(e.QueryAnswer);
            case EventKind.ControlAnswer:
                if (_account.Control.Request == e.ControlAnswer.Request)
                    _account.Control.End();
                return All;
            case EventKind.OperatorCommand:
                OnOperatorCommand(e.OperatorCommand.Action);
                return RefreshAll();
            case EventKind.Session:
                _account.Own.Begin(e.Session.OrderEpoch);
                return All;
            case EventKind.NonceBlock:
                _account.Nonces.Add(e.NonceBlock.FirstNonce, e.NonceBlock.Count);
                return All;
            case EventKind.OrderSent:
                return OnOrderSent(e.Market, e.OrderSent);
            case EventKind.Connection when e.Stream is StreamId.Account or StreamId.Control:
                OnAccountConnection(e.Stream, e.Connection);
                return RefreshAll();
            case EventKind.FrameRejected when e.Stream == StreamId.Account:
                // A message of an unknown type was never meant to change anything here.
                if (e.FrameRejected.Reason != FrameRejection.UnknownType)
                    AskForAll();
                return RefreshAll();
            default:
                // Our own words that come back, texts, and what this version does not know change nothing.
                return e.Market < _markets.Length && _markets[e.Market].Apply(e, _nowNs) ? 1u << e.Market : 0;
        }
    }

    private void OnAccountReady(long lastTradeId)
    {
        foreach (MarketCore market in _markets)
        {
            if (!_account.WasReady)
                market.BeginBooks(_nowNs);
        }
        _account.BecomeReady(lastTradeId);
        AskForAll();
    }

    private uint RefreshAll()
    {
        foreach (MarketCore market in _markets)
            market.Refresh();
        return All;
    }

    private uint Refresh(int market)
    {
        _markets[market].Refresh();
        return 1u << market;
    }

    private void AskForAll()
    {
        foreach (MarketCore market in _markets)
            market.Orders.Slots.AskForAll(_nowNs);
    }

    private void OnBalance(in BalancePayload balance)
    {
        long cash = 0;
        foreach (MarketCore market in _markets)
            cash += market.CashMicro;
        _risk.EquityMicro = balance.EquityMicro;
        _balance.OnBalance(balance, _account.WasReady, cash);
    }

    private void CheckLosses()
    {
        long profit = 0, losses = 0;
        foreach (MarketCore market in _markets)
        {
            // Without a price an open position would look like a loss of its whole cost.
            if (!market.IsValued)
                return;
            profit += market.PnlMicro;
            losses = Math.Max(losses, market.LossesInRow);
        }
        if (!_account.WasReady || !_killSwitch.Acts(profit, losses, _nowNs, out AlertPayload alert))
            return;
        _account.Alerts.Raise(0, alert);
        if (_killAction == KillAction.ReduceOnly)
        {
            _risk.OnlyReduces = true;
            return;
        }
        _risk.IsKilled = true;
        _account.Stop();
        _due = All;
    }

    private uint OnOrderAnswer(in OrderAnswerPayload answer)
    {
        foreach (MarketCore market in _markets)
            market.Orders.EndRequest(answer.Request, answer.OwnId);
        ref OwnOrder order = ref _account.Own.Find(answer.OwnId);
        if (order.OwnId == 0)
            return RefreshAll();
        _markets[order.Market].Orders.OnOrderAnswer(ref order, answer, _nowNs);
        return Refresh(order.Market);
    }

    private uint OnQueryAnswer(in QueryAnswerPayload answer)
    {
        if (_account.Control.Carries(RequestKind.Query, answer.OwnId))
            _account.Control.End();
        ref OwnOrder order = ref _account.Own.Find(answer.OwnId);
        if (order.OwnId != 0)
            _markets[order.Market].Orders.OnQueryAnswer(ref order, answer, _nowNs);
        // The control connection is free again, which any market may wait for.
        return RefreshAll();
    }

    private uint OnOrderSent(int market, in OrderSentPayload sent)
    {
        if (market >= _markets.Length)
            return 0;
        if (sent.Request is RequestKind.Create or RequestKind.Replace or RequestKind.Cancel)
            _markets[market].Orders.OnOrderSent(sent, _nowNs);
        else
            OnControlSent(sent);
        return Refresh(market);
    }

    private void OnControlSent(in OrderSentPayload sent)
    {
        if (sent.Outcome is SendOutcome.Pending or SendOutcome.Sent || !_account.Control.Carries(sent.Request, sent.OwnId))
            return;
        _account.Control.End();
        ref OwnOrder order = ref _account.Own.Find(sent.OwnId);
        if (order.OwnId != 0)
            _markets[order.Market].Orders.AskLater(ref order, _nowNs);
    }

    private void OnAccountConnection(StreamId stream, in ConnectionPayload connection)
    {
        if (stream == StreamId.Account)
        {
            _account.LoseStream();
            if (connection.State == ConnectionState.Connected)
                _accountEpoch = connection.ConnectionEpoch;
            else if (connection.State == ConnectionState.Disconnected)
                _accountEpoch = connection.ConnectionEpoch + 1;
            return;
        }
        _account.Control.OnConnection(connection.State);
        if (connection.State == ConnectionState.Disconnected)
            _account.Control.End();
    }

    private void OnOperatorCommand(OperatorAction action)
    {
        if (action == OperatorAction.Start)
            _account.Start();
        else if (action == OperatorAction.Pause)
            _account.Pause();
        else if (action == OperatorAction.Stop)
            _account.Stop();
    }

    // What follows from the state.

    /// <summary>The first market that is due, in turns. Only while one is.</summary>
    private int FirstDue()
    {
        int number = _nextMarket;
        while ((_due >> number & 1) == 0)
            number = (number + 1) % _markets.Length;
        return number;
    }

    private void Decide(long sequence, ref DecisionBatch decisions)
    {
        _markets[_quoted].Steer(sequence, ref decisions);
        int first = _nextMarket;
        for (int i = 0; i < _markets.Length; i++)
        {
            int number = (first + i) % _markets.Length;
            if ((_due >> number & 1) == 0)
                continue;
            // One more is kept for the state hash.
            if (decisions.Count + MarketCore.MostDecisions >= DecisionBatch.Capacity)
            {
                _nextMarket = number;
                break;
            }
            _due &= ~(1u << number);
            _markets[number].Quote(_nowNs, sequence, ref decisions);
            _markets[number].Steer(sequence, ref decisions);
        }
        _account.Alerts.Publish(DecisionBatch.Capacity - 1 - decisions.Count, _nowNs, sequence, ref decisions);
    }

    private void PublishStateHash(long sequence, ref DecisionBatch decisions)
    {
        _isStateHashDue = false;
        ref StateHashPayload payload = ref decisions.Add(EventKind.StateHash, 0, _nowNs).StateHash;
        payload.CauseSequence = sequence;
        payload.Hash = (long)StateHash();
        payload.Events = _events;
    }
}
