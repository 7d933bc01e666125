using LowLatencyMM.Core.Events;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Egress;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.Sessions;
using ConnectionState = LowLatencyMM.Core.Events.ConnectionState;

namespace LowLatencyMM.Host.Tests.Feed;

/// <summary>After the account stream was down, everything that it did not tell is fetched: once, and before quoting goes on.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Fills_of_the_gap_are_fetched_over_pages_and_only_then_the_account_is_ready()
    {
        await using Recovery recovery = await Recovery.StartAsync();
        recovery.Fills.AddRange([1, 2, 3]);
        recovery.Connect(1);
        recovery.Disconnect(1);

        recovery.Fills.AddRange([4, 5, 6, 7, 8, 9]);
        recovery.Connect(2);

        recovery.Log.Await(events => events.Count(e => e.Kind == EventKind.AccountReady) == 2);
        Assert.Equal([4L, 5, 6, 7, 8, 9], recovery.ToldAfter(3));
        Event ready = recovery.Log.Events.Last(e => e.Kind == EventKind.AccountReady);
        Assert.Equal((2, 9), (ready.AccountReady.ConnectionEpoch, ready.AccountReady.LastTradeId));
        List<EventKind> kinds = [.. recovery.Log.Events.Select(e => e.Kind)];
        int readyAt = kinds.LastIndexOf(EventKind.AccountReady);
        Assert.All(
            (EventKind[])[EventKind.AccountTrade, EventKind.Position, EventKind.Balance], kind => Assert.InRange(kinds.LastIndexOf(kind), 0, readyAt));
    }

    [Fact]
    public async Task A_page_that_fails_is_fetched_again_with_all_behind_it()
    {
        await using Recovery recovery = await Recovery.StartAsync();
        recovery.Fills.Add(1);
        recovery.Connect(1);
        recovery.Disconnect(1);
        recovery.Fills.AddRange([2, 3, 4, 5, 6, 7]);

        recovery.FailFromPage = 2;
        recovery.Connect(2);
        Assert.Equal([6L, 7], recovery.ToldAfter(1));
        Assert.Single(recovery.Log.Events, e => e.Kind == EventKind.AccountReady);
        Event failed = Assert.Single(recovery.Log.Events, e => e is { Kind: EventKind.ControlAnswer, ControlAnswer.Outcome: AnswerOutcome.Unknown });
        Assert.Equal((RequestKind.Recover, 503), (failed.ControlAnswer.Request, failed.ControlAnswer.HttpStatus));

        recovery.FailFromPage = int.MaxValue;
        recovery.Timer();

        recovery.Log.Await(events => events.Count(e => e.Kind == EventKind.AccountReady) == 2);
        Assert.Equal([2L, 3, 4, 5, 6, 7], recovery.ToldAfter(1));
    }

    [Fact]
    public async Task A_fill_that_the_new_stream_tells_of_first_does_not_hide_those_before_it()
    {
        await using Recovery recovery = await Recovery.StartAsync();
        recovery.Fills.Add(1);
        recovery.Connect(1);
        recovery.Disconnect(1);
        recovery.Fills.AddRange([2, 3, 4, 5, 6]);

        // The stream is back, and its first frame comes before the recovery has begun.
        recovery.Stream(6);
        recovery.Connect(2);

        recovery.Log.Await(events => events.Count(e => e.Kind == EventKind.AccountReady) == 2);
        Assert.Equal([2L, 3, 4, 5, 6], recovery.ToldAfter(1));
    }

    [Fact]
    public async Task While_the_stream_is_down_orders_and_positions_are_polled_every_two_seconds()
    {
        await using Recovery recovery = await Recovery.StartAsync();
        recovery.Connect(1);
        recovery.Timer();
        Assert.DoesNotContain(recovery.Log.Events, IsPoll);

        recovery.Disconnect(1);
        for (int i = 0; i < 5; i++)
            recovery.Timer();
        Assert.Equal(3, recovery.Log.Events.Count(IsPoll));
        Assert.Equal(0, recovery.Log.Events.Count(e => e.Kind == EventKind.AccountTrade));

        recovery.Connect(2);
        recovery.Timer();
        Assert.Equal(3, recovery.Log.Events.Count(IsPoll));

        static bool IsPoll(Event e) => e is { Kind: EventKind.ControlAnswer, ControlAnswer: { Request: RequestKind.PollAccount, Outcome: AnswerOutcome.Accepted } };
    }

    /// <summary>The control calls of an engine, against an exchange whose fills a test decides; pages of two.</summary>
    private sealed class Recovery : IAsyncDisposable
    {
        private const int PageSize = 2;

        private readonly TemporaryFolder _folder = new();
        private readonly NewestFill _newest = new();
        private AccountFile? _account;
        private ScriptedExchange? _exchange;
        private ControlCalls? _control;
        private AccountSink _sink;
        private long _nowNs = 1_790_000_000_000_000_000;

        public EventLog Log { get; } = new();

        public List<long> Fills { get; } = [];

        public int FailFromPage { get; set; } = int.MaxValue;

        public static async Task<Recovery> StartAsync()
        {
            var recovery = new Recovery();
            recovery._exchange = await ScriptedExchange.StartAsync((path, query) => recovery.Answer(path, query["cursor"], query["limit"]));
            recovery._account = AccountFile.Open(recovery._folder.Path, "account", 1, 1);
            recovery._sink = new AccountSink(recovery.Log.Ring, new ArrivalStamps(recovery.Log.Ring), new ForeignIds(), recovery._newest, 1, static (_, _) => { });
            recovery._control = new ControlCalls(
                recovery.Log.Ring, recovery._exchange.Client, [ScriptedExchange.Btc], recovery._sink, recovery._newest, recovery._account,
                new EngineGauges(), recovery._exchange.Clock, TimeSpan.Zero, CancellationToken.None)
            { TradesPage = PageSize };
            return recovery;
        }

        public void Connect(long epoch) => Tell(ConnectionState.Connected, epoch);

        public void Disconnect(long epoch)
        {
            _sink.OnConnection(new ConnectionChange(
                StreamKind.Account, -1, (int)epoch, _nowNs, LowLatencyMM.Feed.Frames.ConnectionState.Disconnected, DisconnectReason.Broken, 0, 10, null));
            Tell(ConnectionState.Disconnected, epoch);
        }

        /// <summary>A second passes.</summary>
        public void Timer()
        {
            Event e = default;
            e.Begin(EventKind.Timer, EventFlags.None, 0, StreamId.Engine, _nowNs += 1_000_000_000);
            _control!.OnEvent(ref e, 0, true);
            Settle();
        }

        /// <summary>The stream tells of a fill.</summary>
        public void Stream(long id) => _newest.Note(id);

        /// <summary>Fills newer than a known one that reached the ring; a page may repeat what is known, which the core counts once.</summary>
        public IEnumerable<long> ToldAfter(long known) => Log.Events
            .Where(e => e.Kind == EventKind.AccountTrade && e.AccountTrade.TradeId > known).Select(e => e.AccountTrade.TradeId).Distinct().Order();

        public async ValueTask DisposeAsync()
        {
            await _exchange!.DisposeAsync();
            _account!.Dispose();
            Log.Dispose();
            _folder.Dispose();
        }

        private void Tell(ConnectionState state, long epoch)
        {
            Event e = default;
            e.Begin(EventKind.Connection, EventFlags.None, 0, StreamId.Account, _nowNs);
            e.Connection.State = state;
            e.Connection.ConnectionEpoch = epoch;
            _control!.OnEvent(ref e, 0, true);
            Settle();
        }

        /// <summary>Lets the log have what was published.</summary>
        private void Settle()
        {
            long published = Log.Ring.Cursor;
            Log.Await(events => events.Count > published);
        }

        private (int Status, string Body) Answer(string path, string? cursor, string? limit)
        {
            switch (path)
            {
                case "/user/orders" or "/user/positions":
                    return (200, """{"status":"OK","data":[]}""");
                case "/user/balance":
                    return (200, """{"status":"OK","data":{"balance":"10","equity":"10"}}""");
                case "/user/trades":
                    int count = int.Parse(limit!, System.Globalization.CultureInfo.InvariantCulture);
                    long below = cursor is { Length: > 0 } ? long.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture) : long.MaxValue;
                    long[] page = [.. Fills.Where(id => id < below).OrderDescending().Take(count)];
                    if (Fills.Count(id => id >= below) >= (FailFromPage - 1) * (long)PageSize)
                        return (503, "");
                    string trades = string.Join(',', page.Select(Trade));
                    string next = page.Length == count ? $"{page[^1]}" : "null";
                    return (200, $$$"""{"status":"OK","data":[{{{trades}}}],"pagination":{"cursor":{{{next}}},"count":{{{page.Length}}}}}""");
                default:
                    return (404, "");
            }
        }

        private static string Trade(long id) => FormattableString.Invariant(
            $$"""{"id":{{id}},"accountId":1,"market":"BTC-USD","orderId":{{1000 + id}},"side":"BUY","price":"84070","qty":"0.001","value":"84.07","fee":"0","isTaker":false,"tradeType":"TRADE","createdTime":{{id}}}""");
    }
}
