using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.ProfitAndLoss;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

public class TradingControlTests
{
    [Fact]
    public async Task Trading_pauses_and_resumes_while_the_session_runs_and_profit_is_counted_on()
    {
        await using MarketSession session = await MarketSession.StartAsync();
        await session.UntilTwoSidedAsync();

        session.Engine.SetTrading(false);
        await session.UntilAsync("everything is cancelled", core => core.Reason == QuoteReason.Paused && core.PossiblyLive == 0);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        session.Engine.SetTrading(true);
        await session.UntilTwoSidedAsync();

        (SessionSummary summary, _) = await session.EndAsync();
        ExchangeState exchange = await session.Exchange.GetStateAsync();
        Assert.Equal(0, summary.Status.Core.BalanceDifferenceMicro);
        Assert.Equal((long)(exchange.Balance * 1_000_000), summary.Status.Core.BalanceMicro);
        Assert.InRange(summary.Status.Core.QuotedNs, 1, summary.Status.Core.AllowedNs);
        PnlState kept = PnlState.Open(Path.Combine(session.Root, PnlState.FileName), 0, DateTimeOffset.UnixEpoch, Assert.Fail);
        Assert.Equal(session.Engine.Profit, kept);
    }

    [Fact]
    public async Task A_limit_of_loss_cancels_everything_and_ends_the_session_with_its_own_exit_code()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: configuration => configuration with
        {
            Markets = [configuration.Markets[0] with { Risk = configuration.Markets[0].Risk with { MaxDrawdownMicro = 1 } }],
        });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await session.Engine.WaitAsync(limit.Token);
        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.Equal(ExitCode.RiskHalt, summary.ExitCode);
        Assert.Empty((await session.Exchange.GetStateAsync()).OpenOrders);
        Assert.Contains(JournalLog.Read(summary.Folder).Of(EventKind.Alert), e => e.Alert.Alert == AlertKind.Drawdown);
        Replays.Require(summary.Folder);
    }

    [Fact]
    public async Task Ping_pong_trades_to_and_fro_with_one_order_at_a_time()
    {
        await using MarketSession session = await MarketSession.StartAsync(change: configuration => configuration with
        {
            Markets = [configuration.Markets[0] with { Orders = new OrderSettings { Mode = QuotingMode.PingPong } }],
        });
        await session.UntilAsync("two fills", core => core.Fills >= 2);

        (SessionSummary summary, JournalLog journal) = await session.EndAsync();

        Assert.InRange(summary.Status.Core.Fills, 2, long.MaxValue);
        Side[] sides = [.. journal.Requests(RequestKind.Create).Select(sent => sent.Side).Distinct()];
        Assert.Equal([Side.Buy, Side.Sell], sides.Order());
    }
}
