using System.Text;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.Sessions;

namespace LowLatencyMM.Host.Egress;

/// <summary>
/// The calls that are not on the way from tick to order, one after the other on a thread of their own: queries for orders whose
/// state is unknown, recovery after a reconnect of the account stream, the dead man's switch, blocks of nonces. Every answer
/// goes into the engine's ring; a call without a usable answer says "unknown", never "no".
/// </summary>
public sealed class ControlCalls : IEventHandler<Event>
{
    private const int DefaultTradesPage = 100;

    /// <summary>While the account stream is down, orders and positions are polled this often.</summary>
    private static readonly TimeSpan AccountPoll = TimeSpan.FromSeconds(2);

    private readonly RingBuffer<Event> _ring;
    private readonly ExtendedRestClient _rest;
    private readonly FeedMarket[] _markets;
    private readonly string[] _names;
    private readonly AccountSink _sink;
    private readonly NewestFill _fills;
    private readonly AccountFile _account;
    private readonly EngineGauges _gauges;
    private readonly WallClock _clock;
    private readonly TimeSpan _deadManSwitch;
    private readonly CancellationToken _end;
    // The session's start reserves the first block while the first timer may already look for room.
    private readonly Lock _reserving = new();
    private long _switchArmedNs;
    private long _noncesReserved;
    private long _recoverEpoch;
    private long _nextPollNs;
    private bool _isAccountDown = true;
    private bool _wasRecovered;

    /// <summary>Makes the calls' handler; the control ring's processor runs it.</summary>
    /// <param name="ring">The engine's ring, for answers.</param>
    /// <param name="rest">The exchange.</param>
    /// <param name="markets">The markets, by number.</param>
    /// <param name="sink">Where account data goes.</param>
    /// <param name="fills">The newest fill that the account sink has seen.</param>
    /// <param name="account">Gives nonces.</param>
    /// <param name="gauges">Tells how many nonces are used.</param>
    /// <param name="clock">The process's clock.</param>
    /// <param name="deadManSwitch">Countdown of the exchange's dead man's switch; zero for off. Refreshed every third of it.</param>
    /// <param name="end">Ends calls under way.</param>
    public ControlCalls(
        RingBuffer<Event> ring, ExtendedRestClient rest, IReadOnlyList<FeedMarket> markets, AccountSink sink, NewestFill fills, AccountFile account, EngineGauges gauges,
        WallClock clock, TimeSpan deadManSwitch, CancellationToken end)
    {
        _ring = ring;
        _rest = rest;
        _markets = [.. markets];
        _names = [.. markets.Select(market => market.Name)];
        _sink = sink;
        _fills = fills;
        _account = account;
        _gauges = gauges;
        _clock = clock;
        _deadManSwitch = deadManSwitch;
        _end = end;
    }

    /// <summary>Trades read per page when recovering.</summary>
    internal int TradesPage { get; init; } = DefaultTradesPage;

    /// <inheritdoc/>
    public void OnEvent(ref Event data, long sequence, bool endOfBatch)
    {
        if (_end.IsCancellationRequested)
            return;
        switch (data.Kind)
        {
            case EventKind.OrderSent when data.OrderSent.Request == RequestKind.Query:
                Query(data.OrderSent.OwnId);
                break;
            case EventKind.OrderSent when data.OrderSent.Request == RequestKind.MassCancel:
                string name = _names[data.Market];
                Call(RequestKind.MassCancel, () => _rest.MassCancelAsync(new MassCancelRequest { Markets = [name] }, _end));
                break;
            case EventKind.Connection:
                OnAccountConnection(data.Connection);
                break;
            case EventKind.Timer:
                if (_recoverEpoch != 0)
                    Recover();
                else if (_isAccountDown && _wasRecovered && data.ReceiveNs >= _nextPollNs)
                    PollAccount(data.ReceiveNs);
                RefreshSwitch();
                ExtendNonces();
                break;
        }
    }

    /// <summary>Reserves a block of nonces and gives it to the core.</summary>
    public void ReserveNonces()
    {
        lock (_reserving)
            ReserveBlock();
    }

    private void ReserveBlock()
    {
        long first = _account.ReserveNonces();
        _noncesReserved += AccountFile.NonceBlockSize;
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(EventKind.NonceBlock, EventFlags.None, 0, StreamId.Engine, _clock.NowNs());
        e.NonceBlock.FirstNonce = first;
        e.NonceBlock.Count = AccountFile.NonceBlockSize;
        _ring.Publish(sequence);
    }

    /// <summary>Arms the dead man's switch, or disarms it with zero; publishes the answer.</summary>
    public AnswerOutcome SetSwitch(TimeSpan countdown) =>
        Call(RequestKind.DeadMansSwitch, () => _rest.SetDeadMansSwitchAsync(countdown, _end));

    /// <summary>Fetches the fills that the account stream has not told yet; publishes the answer.</summary>
    public void FetchFills() => Call(RequestKind.Recover, RecoverTradesAsync);

    private void Query(long ownId)
    {
        AnswerOutcome outcome = AnswerOutcome.Unknown;
        int status = 0, code = 0;
        try
        {
            int found = _rest.DeliverOrderAsync(ExternalId.Format(ownId), _markets, _sink, _end).GetAwaiter().GetResult();
            outcome = found > 0 ? AnswerOutcome.Found : AnswerOutcome.NotFound;
        }
        catch (ExtendedException e)
        {
            (status, code) = (e.HttpStatus, e.Code);
        }
        catch (OperationCanceledException)
        {
            // The session ends: the order stays unknown, and the end asks for all open orders itself.
        }
        long sequence = _ring.Next(1);
        ref Event answer = ref _ring[sequence];
        answer.Begin(EventKind.QueryAnswer, EventFlags.FromRest, 0, StreamId.Control, _clock.NowNs());
        answer.QueryAnswer.OwnId = ownId;
        answer.QueryAnswer.Outcome = outcome;
        answer.QueryAnswer.HttpStatus = status;
        answer.QueryAnswer.ErrorCode = code;
        _ring.Publish(sequence);
    }

    /// <summary>
    /// Fetches what a broken account stream may have missed: fills newer than the newest known one, positions, balance and open
    /// orders; only then says that the account is ready. A failure is journaled, and the next timer tries again.
    /// </summary>
    private void Recover()
    {
        long epoch = _recoverEpoch;
        long losses = _fills.Losses;
        AnswerOutcome outcome = Call(RequestKind.Recover, async () =>
        {
            // Orders first: a fill over REST names its order by the exchange's id only.
            int open = await _rest.DeliverOpenOrdersAsync(_markets, _sink, _end).ConfigureAwait(false);
            await RecoverTradesAsync().ConfigureAwait(false);
            await _rest.DeliverPositionsAsync(_markets, _sink, _end).ConfigureAwait(false);
            await _rest.DeliverBalanceAsync(_sink, _end).ConfigureAwait(false);
            _fills.Complete(losses);
            PublishReady(epoch, open);
        });
        if (outcome != AnswerOutcome.Accepted)
            return;
        _recoverEpoch = 0;
        _wasRecovered = true;
    }

    private void OnAccountConnection(in ConnectionPayload connection)
    {
        _isAccountDown = connection.State != ConnectionState.Connected;
        _recoverEpoch = _isAccountDown ? 0 : connection.ConnectionEpoch;
        if (!_isAccountDown)
            Recover();
    }

    /// <summary>Keeps orders and position known while the account stream does not tell; fills wait for the recovery, which counts each once.</summary>
    private void PollAccount(long nowNs)
    {
        _nextPollNs = nowNs + (long)AccountPoll.TotalNanoseconds;
        Call(RequestKind.PollAccount, async () =>
        {
            await _rest.DeliverOpenOrdersAsync(_markets, _sink, _end).ConfigureAwait(false);
            await _rest.DeliverPositionsAsync(_markets, _sink, _end).ConfigureAwait(false);
        });
    }

    private async Task RecoverTradesAsync()
    {
        // Fills before the session belong to the position that it starts with.
        if (_fills.Newest is not { } known)
        {
            Page<UserTradeInfo> newest = await _rest.GetUserTradesAsync(_names, limit: 1, cancellation: _end).ConfigureAwait(false);
            _fills.Note(newest.Items.Count > 0 ? newest.Items[0].Id : 0);
            return;
        }
        long? cursor = null;
        do
        {
            cursor = await _rest.DeliverUserTradesAsync(_markets, _sink, cursor, TradesPage, _end).ConfigureAwait(false);
        }
        while (cursor > known);
    }

    private void PublishReady(long epoch, int openOrders)
    {
        long sequence = _ring.Next(1);
        ref Event e = ref _ring[sequence];
        e.Begin(EventKind.AccountReady, EventFlags.FromRest, 0, StreamId.Account, _clock.NowNs());
        e.AccountReady.ConnectionEpoch = epoch;
        e.AccountReady.OpenOrders = openOrders;
        e.AccountReady.LastTradeId = _fills.Newest ?? 0;
        _ring.Publish(sequence);
    }

    private void RefreshSwitch()
    {
        if (_deadManSwitch == TimeSpan.Zero || _clock.NowNs() - _switchArmedNs < _deadManSwitch.TotalNanoseconds / 3)
            return;
        if (SetSwitch(_deadManSwitch) == AnswerOutcome.Accepted)
            _switchArmedNs = _clock.NowNs();
    }

    private void ExtendNonces()
    {
        lock (_reserving)
        {
            if (_noncesReserved - _gauges.NoncesUsed < AccountFile.NonceBlockSize / 2)
                ReserveBlock();
        }
    }

    /// <summary>Makes a call and publishes what came of it; what the exchange did not refuse in so many words is unknown.</summary>
    private AnswerOutcome Call(RequestKind request, Func<Task> call)
    {
        try
        {
            call().GetAwaiter().GetResult();
            PublishAnswer(_ring, _clock.NowNs(), request, AnswerOutcome.Accepted, null, openOrders: -1);
            return AnswerOutcome.Accepted;
        }
        catch (ExtendedException e)
        {
            AnswerOutcome outcome = OutcomeOf(e);
            PublishAnswer(_ring, _clock.NowNs(), request, outcome, e, openOrders: -1);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            return AnswerOutcome.Unknown;
        }
    }

    /// <summary>Publishes the answer to a control call, with the exchange's words where it refused.</summary>
    internal static void PublishAnswer(
        RingBuffer<Event> ring, long nowNs, RequestKind request, AnswerOutcome outcome, ExtendedException? error, long openOrders)
    {
        int count = error is null ? 1 : 2;
        long high = ring.Next(count);
        long low = high - count + 1;
        ref Event e = ref ring[low];
        e.Begin(EventKind.ControlAnswer, error is null ? EventFlags.FromRest : EventFlags.FromRest | EventFlags.TextFollows, 0, StreamId.Control, nowNs);
        e.ControlAnswer.Request = request;
        e.ControlAnswer.Outcome = outcome;
        e.ControlAnswer.HttpStatus = error?.HttpStatus ?? 0;
        e.ControlAnswer.ErrorCode = error?.Code ?? 0;
        e.ControlAnswer.OpenOrders = openOrders;
        if (error is not null)
            StreamEvents.FillText(ref ring[high], StreamId.Control, nowNs, TextPurpose.ErrorMessage, Encoding.UTF8.GetBytes(error.Message));
        ring.Publish(low, high);
    }

    /// <summary>Whether the exchange refused, or nothing is known.</summary>
    internal static AnswerOutcome OutcomeOf(ExtendedException e) => e.IsRefused ? AnswerOutcome.Rejected : AnswerOutcome.Unknown;
}
