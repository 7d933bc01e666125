using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Pnl;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Measurement;
using LowLatencyMM.Host.Verbs;

namespace LowLatencyMM.Host.Display;

/// <summary>A session's end, for people and as the one JSON object of <c>demo</c> and <c>run</c>.</summary>
internal static class SummaryReport
{
    private static readonly GridText Micro = new(new Grid(1, 6));

    public static void Print(SessionSummary summary, IReadOnlyList<MarketSettings> markets, TextWriter output)
    {
        CoreStatus core = summary.Status.Core;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Markets.Sum(each => each.Fills)} fills, {core.Creates} orders, {core.Replaces} replaces, {core.Cancels} cancels, {core.Rejects} rejects; PnL {StatusLine.Signed(core.AccountPnlMicro)}"));
        for (int i = 0; i < markets.Count; i++)
        {
            CoreStatus each = summary.Markets[i];
            output.WriteLine(
                $"{markets[i].Name}: position {new StatusLine(markets[i]).Size(each.PositionSteps)}, PnL {StatusLine.Signed(each.PnlMicro)}; fills {StatusLine.Fills(each)}");
        }
        output.WriteLine($"balance at the exchange less our own books: {StatusLine.Signed(core.BalanceDifferenceMicro)}");
        if (core.Alerts > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{core.Alerts} alerts, the last one {core.LastAlert}"));
        if (summary.FirstOrder is { } first)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first order {first.TotalSeconds:0.000} s after the session began"));
        output.WriteLine($"tick to order: {Describe(summary.TickToOrder)}; send call: {Describe(summary.Send)}");
        SignedAhead ahead = summary.SignedAhead;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"signed ahead: {ahead.HitRate:0.0%} of the orders ({ahead.Ready} ready, {ahead.NotReady} planned but not ready, {ahead.NotPlanned} not planned), {ahead.MeanAgeMs:0.0} ms old; {summary.AheadSignatures} signatures"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Events} events, {core.Decisions} decisions, {summary.AllocatedBytesPerEvent:0.###} bytes allocated per event, state hash {StateHashText.Of(summary.StateHash)}"));
        foreach (ThreadAllocation thread in summary.Allocations)
            output.WriteLine($"thread {thread.Thread} allocated {thread.Bytes} bytes after the warm-up");
        if (summary.OpenOrders is { Count: 0 })
            output.WriteLine("no order is open");
        output.WriteLine($"journal: {summary.Folder}");
    }

    /// <summary>Which orders may be left open, by external id; what the core believes where the exchange did not say.</summary>
    public static string DescribeOpen(SessionSummary summary)
    {
        if (summary.OpenOrders is { } left)
            return string.Join(", ", left);
        CoreStatus core = summary.Status.Core;
        string[] believed = [.. new[] { core.Bid.OwnId, core.Ask.OwnId }.Where(id => id != 0).Select(ExternalId.Format)];
        string known = believed.Length == 0 ? "none in a quote" : string.Join(", ", believed);
        return $"the exchange did not say; the engine knows of {core.PossiblyLive} ({known})";
    }

    public static void PrintJson(SessionSummary summary, IReadOnlyList<MarketSettings> markets)
    {
        CoreStatus core = summary.Status.Core;
        JsonOutput.Write(writer =>
        {
            writer.WriteNumber("events", summary.Events);
            writer.WriteNumber("decisions", core.Decisions);
            writer.WriteNumber("ordersSent", core.Creates);
            writer.WriteNumber("replaces", core.Replaces);
            writer.WriteNumber("cancels", core.Cancels);
            writer.WriteNumber("queries", core.Queries);
            writer.WriteNumber("rejects", core.Rejects);
            writer.WriteNumber("fills", summary.Markets.Sum(each => each.Fills));
            writer.WriteString("position", new GridText(markets[0].Step).Format(core.PositionSteps));
            writer.WriteString("pnl", Micro.Format(core.AccountPnlMicro));
            writer.WriteString("balanceDifference", Micro.Format(core.BalanceDifferenceMicro));
            writer.WriteNumber("alerts", core.Alerts);
            writer.WriteStartArray("markets");
            for (int i = 0; i < markets.Count; i++)
                WriteMarket(writer, markets[i], summary.Markets[i]);
            writer.WriteEndArray();
            if (summary.OpenOrders is { } left)
                writer.WriteNumber("openOrdersAtExit", left.Count);
            else
                writer.WriteNull("openOrdersAtExit");
            writer.WriteString("journal", summary.Folder);
            writer.WriteString("stateHash", StateHashText.Of(summary.StateHash));
            writer.WriteNumber("allocatedBytesPerEvent", summary.AllocatedBytesPerEvent);
            writer.WriteStartObject("allocatedBytes");
            foreach (ThreadAllocation thread in summary.Allocations)
                writer.WriteNumber(thread.Thread, thread.Bytes);
            writer.WriteEndObject();
            if (summary.FirstOrder is { } first)
                writer.WriteNumber("firstOrderMs", Math.Round(first.TotalMilliseconds, 3));
            else
                writer.WriteNull("firstOrderMs");
            writer.WriteStartObject("signedAhead");
            writer.WriteNumber("ready", summary.SignedAhead.Ready);
            writer.WriteNumber("notReady", summary.SignedAhead.NotReady);
            writer.WriteNumber("notPlanned", summary.SignedAhead.NotPlanned);
            writer.WriteNumber("hitRate", Math.Round(summary.SignedAhead.HitRate, 6));
            writer.WriteNumber("meanAgeMs", Math.Round(summary.SignedAhead.MeanAgeMs, 3));
            writer.WriteNumber("signatures", summary.AheadSignatures);
            writer.WriteEndObject();
            Write(writer, "tickToOrder", summary.TickToOrder);
            Write(writer, "send", summary.Send);
        });
    }

    private static void WriteMarket(Utf8JsonWriter writer, MarketSettings market, CoreStatus core)
    {
        writer.WriteStartObject();
        writer.WriteString("market", market.Name);
        writer.WriteNumber("fills", core.Fills);
        writer.WriteString("position", new GridText(market.Step).Format(core.PositionSteps));
        writer.WriteString("pnl", Micro.Format(core.PnlMicro));
        writer.WriteString("realised", Micro.Format(core.RealisedMicro));
        writer.WriteString("unrealised", Micro.Format(core.UnrealisedMicro));
        writer.WriteString("fees", Micro.Format(core.FeesMicro));
        writer.WriteString("funding", Micro.Format(core.FundingMicro));
        writer.WriteString("spreadCaptured", Micro.Format(core.SpreadMicro));
        writer.WriteStartObject("markouts");
        for (int i = 0; i < Markouts.Horizons; i++)
            writer.WriteString(string.Create(CultureInfo.InvariantCulture, $"{Markouts.SecondsOf(i)}s"), Micro.Format(core.MarkoutMicro[i]));
        writer.WriteEndObject();
        writer.WriteNumber("makerShare", Share(core.MakerVolumeMicro, core.TradedVolumeMicro));
        writer.WriteNumber("quoteUptime", Share(core.QuotedNs, core.AllowedNs));
        writer.WriteEndObject();

        static double Share(long part, long whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 6);
    }

    internal static string Describe(LatencyHistogram latency) => string.Create(CultureInfo.InvariantCulture,
        $"p50 {StatusLine.Micros(latency.Percentile(0.5))} us, p99 {StatusLine.Micros(latency.Percentile(0.99))} us, max {StatusLine.Micros(latency.Max)} us of {latency.Count}");

    private static void Write(Utf8JsonWriter writer, string name, LatencyHistogram latency)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", latency.Count);
        writer.WriteNumber("p50", latency.Percentile(0.5) / 1e3);
        writer.WriteNumber("p99", latency.Percentile(0.99) / 1e3);
        writer.WriteNumber("max", latency.Max / 1e3);
        writer.WriteEndObject();
    }
}
