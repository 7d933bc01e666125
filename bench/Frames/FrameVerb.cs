using System.CommandLine;
using System.Diagnostics;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Orders;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host;

namespace LowLatencyMM.Bench.Frames;

/// <summary>
/// <c>frame</c>: from a frame's bytes to the decision, warm, on one thread: parse, ring, book or touch, estimators, quote, risk, orders.
/// Beside it, in the same run, the journal's append and the whole chain with signatures.
/// </summary>
internal static class FrameVerb
{
    private const double MostMedianNs = 1_000;
    private const int SignedFrames = 4_000;
    private const int WarmFrames = 2_000;
    private const int RequestFrames = 20_000;
    private const int PausedFrames = 500;
    private const double MostAheadMedianNs = 1_500;
    private const double MostAheadP99Ns = 5_000;
    private const double MostInlineMedianNs = 48_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Command Create()
    {
        Option<int> frames = BenchOptions.Count("--frames", "Frames of each series", 100_000, 1_000, 10_000_000);
        Option<bool> json = BenchOptions.Json();
        var command = new Command("frame", "Frame bytes to decision in process.") { frames, json };
        command.SetAction(parsed => Run(parsed.GetValue(frames), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int frames, bool asJson)
    {
        var report = new Report();
        report.Set("clockReadNs", ClockReadNs());
        double slowestBest = 0;
        using (var chain = new DecisionChain(BenchMarket.Resting(), BenchMarket.Feed()))
        {
            var run = new FrameRun<DecisionChain>(chain);
            FrameSeries[] all = FrameSeries.Resting();
            run.WarmUp(all, WarmFrames);
            foreach (FrameSeries series in all)
            {
                RequireOpen(chain);
                FrameFigures figures = run.Measure(series, frames);
                Add(report, $"decision: {series.Name}", frames, figures);
                if (series.Name.StartsWith("best", StringComparison.Ordinal))
                    slowestBest = Math.Max(slowestBest, figures.MedianNs);
            }
            RequireOpen(chain);
        }
        using (var chain = new DecisionChain(BenchMarket.Repricing(), BenchMarket.Feed()))
        {
            FrameSeries series = FrameSeries.Repricing();
            FrameFigures figures = Measure(chain, series, WarmFrames, frames);
            Add(report, $"decision: {series.Name}", frames, figures);
            slowestBest = Math.Max(slowestBest, figures.MedianNs);
        }
        AddJournal(report, frames);
        AddEngine(report, frames);
        AddRequests(report, frames);
        report.Set("goalBestBidAskMedianAtMost1000Ns", slowestBest <= MostMedianNs);
        report.Write(asJson);
        return ExitCode.Ok;
    }

    private static void AddJournal(Report report, int frames)
    {
        using var scratch = new ScratchFolder();
        FrameFigures figures = JournalRun.Measure(scratch.Path, Math.Max(100, frames / 64));
        report.Add("journal: append", ("medianNs", figures.MedianNs), ("p99Ns", figures.P99Ns), ("allocatedBytes", figures.AllocatedBytes));
    }

    private static void AddEngine(Report report, int frames)
    {
        using (var scratch = new ScratchFolder())
        using (var chain = new SignedChain(BenchMarket.Resting(), BenchMarket.Feed(), scratch.Path))
        {
            FrameSeries series = FrameSeries.Resting()[1];
            Add(report, $"engine: {series.Name}", frames, Measure(chain, series, WarmFrames, frames));
        }
    }

    private static void AddRequests(Report report, int frames)
    {
        frames = Math.Min(frames, RequestFrames);
        RequestFigures hit = AddRequests(report, "one order, signed ahead, rehearsing", QuotingMode.PingPong, OrderPlan.MostOrders, frames, rehearses: true);
        AddRequests(report, "one order, signed ahead", QuotingMode.PingPong, OrderPlan.MostOrders, frames);
        RequestFigures inline = AddRequests(report, "one order, signed inline", QuotingMode.PingPong, 0, Math.Min(frames, SignedFrames));
        AddRequests(report, "both orders, signed ahead, rehearsing", QuotingMode.TwoSided, OrderPlan.MostOrders, frames, rehearses: true);
        AddRequests(report, "both orders, signed inline", QuotingMode.TwoSided, 0, Math.Min(frames, SignedFrames));
        AddRequests(report, "one order, after 20 ms of polling", QuotingMode.PingPong, OrderPlan.MostOrders, Math.Min(frames, PausedFrames), Pause);
        AddRequests(report, "both orders, after 20 ms of polling and rehearsing", QuotingMode.TwoSided, OrderPlan.MostOrders, Math.Min(frames, PausedFrames), Pause, rehearses: true);
        AddRequests(report, "one order, after 20 ms of polling and rehearsing", QuotingMode.PingPong, OrderPlan.MostOrders, Math.Min(frames, PausedFrames), Pause, rehearses: true);
        report.Set("goalSignedAheadMedianAtMost1500Ns", Median.Quantile(hit.First, 0.5) <= MostAheadMedianNs);
        report.Set("goalSignedAheadP99AtMost5000Ns", Median.Quantile(hit.First, 0.99) <= MostAheadP99Ns);
        report.Set("goalSignedInlineMedianAtMost48000Ns", Median.Quantile(inline.First, 0.5) <= MostInlineMedianNs);
    }

    private static RequestFigures AddRequests(
        Report report, string name, QuotingMode mode, int plannedOrders, int frames, TimeSpan pause = default, bool rehearses = false)
    {
        using var run = new RequestRun(BenchMarket.EveryTick(mode, plannedOrders), pause, rehearses);
        RequestFigures figures = run.Measure(frames);
        report.Add(
            $"request: {name}",
            [
                ("firstMedianNs", Median.Quantile(figures.First, 0.5)),
                ("firstP99Ns", Median.Quantile(figures.First, 0.99)),
                ("firstP999Ns", Median.Quantile(figures.First, 0.999)),
                ("lastMedianNs", Median.Quantile(figures.Last, 0.5)),
                ("lastP99Ns", Median.Quantile(figures.Last, 0.99)),
                ("lastP999Ns", Median.Quantile(figures.Last, 0.999)),
                .. figures.Stages.Medians(),
                ("ordersPerFrame", figures.Orders / (double)frames),
                ("hitRate", figures.Hits / (double)figures.Orders),
                ("allocatedBytes", figures.AllocatedBytes),
                ("frames", frames),
            ]);
        return figures;
    }

    private static FrameFigures Measure<TChain>(TChain chain, FrameSeries series, int warmFrames, int frames)
        where TChain : IFrameChain
    {
        var run = new FrameRun<TChain>(chain);
        run.WarmUp([series], warmFrames);
        return run.Measure(series, frames);
    }

    private static void Add(Report report, string name, int frames, FrameFigures figures) => report.Add(
        name,
        ("medianNs", figures.MedianNs),
        ("p99Ns", figures.P99Ns),
        ("ordersPerFrame", figures.Orders / (double)frames),
        ("allocatedBytes", figures.AllocatedBytes),
        ("frames", frames));

    /// <summary>The path is only the real one while the engine quotes and both its orders rest.</summary>
    private static void RequireOpen(DecisionChain chain)
    {
        CoreStatus status = chain.Status();
        if (status.Reason != QuoteReason.Quoting || status.Bid.State != SlotState.Open || status.Ask.State != SlotState.Open)
            throw new InvalidOperationException($"The core is {status.Reason}, bid {status.Bid.State}, ask {status.Ask.State}; expected {QuoteReason.Quoting} and two open orders.");
    }

    private static double ClockReadNs()
    {
        var ns = new double[1_001];
        for (int i = 0; i < ns.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int n = 0; n < 100; n++)
                Stopwatch.GetTimestamp();
            ns[i] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / 100;
        }
        return Median.Of(ns);
    }
}
