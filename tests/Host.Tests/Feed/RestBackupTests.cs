using LowLatencyMM.Core.Events;
using LowLatencyMM.Host.Ingress;

namespace LowLatencyMM.Host.Tests.Feed;

public sealed class RestBackupTests
{
    [Fact]
    public async Task Each_poll_becomes_an_event_that_says_where_it_is_from_and_when_it_was_asked_for()
    {
        using var log = new EventLog();
        await using ScriptedExchange exchange = await ScriptedExchange.StartAsync((path, _) => path == "/info/markets/BTC-USD/orderbook"
            ? (200, """
                {"status":"OK","data":{"market":"BTC-USD","bid":[{"qty":"0.50000","price":"84077"},{"qty":"1","price":"84070.0"}],"ask":[{"qty":"2.54894","price":"84078"}]}}
                """)
            : (404, ""));
        var said = new List<string>();
        long before = exchange.Clock.NowNs();

        Poll(log, exchange, events => events.Count >= 2, said.Add);

        Event poll = log.Events[0];
        Assert.Equal((EventKind.BestBidAsk, EventFlags.FromRest), (poll.Kind, poll.Flags & EventFlags.FromRest));
        Assert.Equal((84077, 50_000, 84078, 254_894), (poll.BestBidAsk.BidTicks, poll.BestBidAsk.BidSteps, poll.BestBidAsk.AskTicks, poll.BestBidAsk.AskSteps));
        Assert.Equal((84070, 0), (poll.BestBidAsk.NextBidTicks, poll.BestBidAsk.NextAskTicks));
        Assert.InRange(poll.BestBidAsk.RequestedNs, before, poll.ReceiveNs);
        Assert.Equal(0, poll.ExchangeMs);
        Assert.StartsWith("rest backup BTC-USD: bid 0.50000 at 84077, ask 2.54894 at 84078, ", said[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "", AnswerOutcome.Rejected)]
    [InlineData(503, "", AnswerOutcome.Unknown)]
    [InlineData(200, "{}", AnswerOutcome.Unknown)]
    public async Task A_poll_that_fails_is_told_and_the_next_one_comes_all_the_same(int status, string body, AnswerOutcome outcome)
    {
        using var log = new EventLog();
        await using ScriptedExchange exchange = await ScriptedExchange.StartAsync((_, _) => (status, body));

        Poll(log, exchange, events => events.Count(e => e.Kind == EventKind.ControlAnswer) >= 2);

        Event failed = log.Events.First(e => e.Kind == EventKind.ControlAnswer);
        Assert.Equal((RequestKind.BackupBook, outcome), (failed.ControlAnswer.Request, failed.ControlAnswer.Outcome));
        Assert.DoesNotContain(log.Events, e => e.Kind == EventKind.BestBidAsk);
    }

    [Fact]
    public async Task A_price_off_the_grid_is_refused_whole()
    {
        using var log = new EventLog();
        await using ScriptedExchange exchange = await ScriptedExchange.StartAsync((_, _) =>
            (200, """{"status":"OK","data":{"market":"BTC-USD","bid":[{"qty":"1","price":"84077.5"}],"ask":[]}}"""));

        Poll(log, exchange, events => events.Count >= 2);

        Assert.Equal((EventKind.FrameRejected, FrameRejection.OffGrid, StreamId.Control), (log.Events[0].Kind, log.Events[0].FrameRejected.Reason, log.Events[0].Stream));
        Assert.DoesNotContain(log.Events, e => e.Kind == EventKind.BestBidAsk);
    }

    private static void Poll(EventLog log, ScriptedExchange exchange, Func<List<Event>, bool> until, Action<string>? said = null)
    {
        using var end = new CancellationTokenSource();
        var backup = new RestBackup(log.Ring, exchange.Client, ScriptedExchange.Btc, exchange.Clock, TimeSpan.FromMilliseconds(20), said);
        backup.Start(end.Token);
        log.Await(until);
        end.Cancel();
        backup.Join();
    }
}
