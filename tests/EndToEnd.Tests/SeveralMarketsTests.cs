using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Replay;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

public class SeveralMarketsTests
{
    private static readonly string[] Names = ["BTC-USD", "ETH-USD", "SOL-USD"];

    [Fact]
    public async Task Three_markets_are_made_by_one_engine_each_in_its_own_way_and_replay_identically()
    {
        await using MarketSession session = await MarketSession.StartAsync(
            new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets }, configuration => configuration with { Markets = Markets(configuration) });
        for (int market = 0; market < Names.Length; market++)
            await UntilQuotedAsync(session, market);

        SessionSummary summary = await session.Engine.StopAsync(CancellationToken.None);

        Assert.Null(summary.Fault);
        Assert.Equal(ExitCode.Ok, summary.ExitCode);
        JournalLog journal = JournalLog.Read(summary.Folder);
        Assert.Equal(Names, journal.Header.Settings.MarketRules.Select(market => market.Name));
        ushort[] ordered = [.. journal.Of(EventKind.OrderSent).Where(e => e.OrderSent.Request == RequestKind.Create).Select(e => e.Market).Distinct().Order()];
        Assert.Equal([0, 1, 2], ordered);
        ReplayResult replay = Replays.Require(summary.Folder);
        Assert.Equal(summary.StateHash, replay.StateHash);
        ExchangeState exchange = await session.Exchange.GetStateAsync();
        Assert.Empty(exchange.OpenOrders);
        for (int market = 0; market < Names.Length; market++)
        {
            CoreStatus core = session.Engine.StatusOf(market).Core;
            Assert.Equal((0, exchange.Markets[market].Position), (core.PossiblyLive, core.PositionSteps));
        }
    }

    /// <summary>The first with two sides, the second with two levels on each, the third in ping-pong.</summary>
    private static MarketConfiguration[] Markets(RunConfiguration configuration)
    {
        MarketConfiguration first = configuration.Markets[0];
        return
        [
            first,
            first with { Market = Names[1], Orders = first.Orders with { LevelsPerSide = 2, LevelSpacingBps = 1 } },
            first with { Market = Names[2], Orders = first.Orders with { Mode = QuotingMode.PingPong } },
        ];
    }

    private static Task UntilQuotedAsync(MarketSession session, int market) => Until.TrueAsync($"{Names[market]} is quoted", () =>
    {
        Assert.True(session.Engine.Fault is null, $"The engine died: {session.Engine.Fault}");
        CoreStatus core = session.Engine.StatusOf(market).Core;
        return core.Bid.State == SlotState.Open || core.Ask.State == SlotState.Open;
    }, () => session.Engine.StatusOf(market).Core.Reason.ToString());
}
