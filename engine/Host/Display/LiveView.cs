using System.Globalization;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Measurement;
using Spectre.Console;
using Spectre.Console.Rendering;
using Grid = Spectre.Console.Grid;

namespace LowLatencyMM.Host.Display;

/// <summary>The live view on a terminal: book, own quotes, position, profit, counts, latency, and why if it is not quoting.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    /// <summary>Draws until <paramref name="end"/> is cancelled.</summary>
    public static async Task ShowAsync(EngineSession session, CancellationToken end)
    {
        using var timer = new PeriodicTimer(Refresh);
        await AnsiConsole.Live(Draw(session)).StartAsync(async live =>
        {
            try
            {
                while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
                    live.UpdateTarget(Draw(session));
            }
            catch (OperationCanceledException)
            {
                // The session ends; its summary follows.
            }
        }).ConfigureAwait(false);
    }

    private static IRenderable Draw(EngineSession session)
    {
        EngineStatus status = session.Status;
        CoreStatus core = status.Core;
        IReadOnlyList<MarketSettings> markets = session.Settings.MarketRules;
        var text = new StatusLine(markets[0]);
        Table table = new Table().Border(TableBorder.Rounded).Title("LowLatencyMM").AddColumns("", "bid", "ask");
        for (int i = 0; i < markets.Count; i++)
            AddMarket(table, markets[i], session.StatusOf(i).Core);
        var facts = new Grid().AddColumn().AddColumn();
        facts.AddRow("state", core.Reason == QuoteReason.Quoting ? "[green]quoting[/]" : $"[yellow]not quoting: {core.Reason}[/]");
        facts.AddRow("position", text.Size(core.PositionSteps));
        facts.AddRow("PnL, USD", string.Create(CultureInfo.InvariantCulture,
            $"{StatusLine.Signed(core.PnlMicro)} (realised {StatusLine.Signed(core.RealisedMicro)}, unrealised {StatusLine.Signed(core.UnrealisedMicro)}, fees {StatusLine.Signed(-core.FeesMicro)}, funding {StatusLine.Signed(core.FundingMicro)})"));
        facts.AddRow("fills", StatusLine.Fills(core));
        facts.AddRow("account", string.Create(CultureInfo.InvariantCulture,
            $"equity {core.EquityMicro / 1e6m:0.00}, since {session.Profit.StartedAt:yyyy-MM-dd HH:mm} UTC {session.Profit.ProfitAt(core.EquityMicro / 1e6m):+0.00;-0.00;+0.00}; balance {core.BalanceMicro / 1e6m:0.00}, {StatusLine.Signed(core.BalanceDifferenceMicro)} from ours"));
        facts.AddRow("orders", string.Create(CultureInfo.InvariantCulture,
            $"{core.Creates} sent, {core.Replaces} replaced, {core.Cancels} cancelled, {core.Rejects} rejected, {core.Fills} fills"));
        facts.AddRow("model", string.Create(CultureInfo.InvariantCulture,
            $"fair {core.FairPrice:0.00}, reservation {core.ReservationPrice:0.00}, half-spread {core.HalfSpread:0.000}, sigma {core.SigmaRelative:0.0e+0}, kappa {core.Kappa:0.000}"));
        if (core.Alerts > 0)
            facts.AddRow("alerts", $"[red]{core.Alerts.ToString(CultureInfo.InvariantCulture)}, the last one {core.LastAlert}[/]");
        LatencyHistogram latency = session.Gauges.TickToOrder;
        facts.AddRow("tick to order", string.Create(CultureInfo.InvariantCulture,
            $"p50 {StatusLine.Micros(latency.Percentile(0.5))} us, p99 {StatusLine.Micros(latency.Percentile(0.99))} us, max {StatusLine.Micros(latency.Max)} us ({latency.Count})"));
        facts.AddRow("events", status.Events.ToString(CultureInfo.InvariantCulture));
        return new Rows(table, facts, new Markup("[grey]Ctrl-C ends it: cancel all, close the journal, sum up.[/]"));
    }

    private static void AddMarket(Table table, MarketSettings market, CoreStatus core)
    {
        var text = new StatusLine(market);
        table.AddRow(market.Name, text.Price(core.Touch.BidTicks), text.Price(core.Touch.AskTicks));
        table.AddRow("wanted", text.Price(core.Bid.WantedTicks), text.Price(core.Ask.WantedTicks));
        table.AddRow("quote", text.Quote(in core.Bid), text.Quote(in core.Ask));
        table.AddRow("risk", core.Bid.Risk.ToString(), core.Ask.Risk.ToString());
        table.AddRow("position", text.Size(core.PositionSteps), StatusLine.Signed(core.PnlMicro));
    }
}
