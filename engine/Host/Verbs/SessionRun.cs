using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Display;

namespace LowLatencyMM.Host.Verbs;

/// <summary>What <c>demo</c> and <c>run</c> do alike: start a session, show it, end it in good order, sum up.</summary>
internal static class SessionRun
{
    /// <summary>Allocation is counted from here on: code that runs for the first time may still allocate before.</summary>
    private static readonly TimeSpan WarmAfter = TimeSpan.FromSeconds(5);

    /// <summary>Runs a session for <paramref name="duration"/>, or until a signal if that is null.</summary>
    public static async Task<(SessionSummary Summary, int ExitCode)> RunAsync(
        RunConfiguration configuration, Credentials credentials, TimeSpan? duration, bool json, StopSignals signals)
    {
        TextWriter log = json ? Console.Error : Console.Out;
        await using EngineSession session = await EngineSession.StartAsync(configuration, credentials, signals.Stop).ConfigureAwait(false);
        log.WriteLine(FormattableString.Invariant(
            $"warm after {session.WarmUp.Rounds} rounds: {session.WarmUp.FirstMicros:0.0} us, then {session.WarmUp.LastMicros:0.0} us for three frames and their orders"));
        log.WriteLine($"journal: {session.Folder}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
        if (duration is { } limit)
            end.CancelAfter(limit);
        Task view = !json && !Console.IsOutputRedirected ? LiveView.ShowAsync(session, end.Token) : LineView.ShowAsync(session, log, configuration.StatusInterval, end.Token);
        Task watch = configuration.File is { } file ? Follow(file, configuration, session, end.Token) : Task.CompletedTask;
        SessionSummary summary;
        try
        {
            await RunWarmAsync(session, duration, end.Token).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await view.ConfigureAwait(false);
            await watch.ConfigureAwait(false);
            log.WriteLine("stopping: cancelling all orders, asking the exchange until none is open (a second signal leaves at once)");
        }
        finally
        {
            // Whatever else fails, a broken view included: no order stays open.
            summary = await session.StopAsync(signals.Abort).ConfigureAwait(false);
        }
        if (summary.Status.Core.IsKilled)
            Console.Error.WriteLine($"llmm: a limit of loss was reached ({summary.Status.Core.LastAlert}): everything was cancelled.");
        if (summary.Fault is { } fault)
            Console.Error.WriteLine($"llmm: the engine stopped: {fault.Message}");
        if (json)
            SummaryReport.PrintJson(summary, session.Settings.MarketRules);
        else
            SummaryReport.Print(summary, session.Settings.MarketRules, Console.Out);
        if (summary.OpenOrders is not { Count: 0 })
            Console.Error.WriteLine($"llmm: orders may be left open: {SummaryReport.DescribeOpen(summary)}.");
        return (summary, signals.Abort.IsCancellationRequested ? ExitCode.SecondSignal : summary.ExitCode);
    }

    private static Task Follow(string file, RunConfiguration configuration, EngineSession session, CancellationToken end) =>
        new TradingEnabledWatch(
            file, configuration.TradingEnabled, session.SetTrading, message => Console.Error.WriteLine($"llmm: {message}.")).FollowAsync(end);

    private static async Task RunWarmAsync(EngineSession session, TimeSpan? duration, CancellationToken end)
    {
        using var warm = CancellationTokenSource.CreateLinkedTokenSource(end);
        warm.CancelAfter(duration is { } limit && limit / 2 < WarmAfter ? limit / 2 : WarmAfter);
        await session.WaitAsync(warm.Token).ConfigureAwait(false);
        session.MarkWarm();
        await session.WaitAsync(end).ConfigureAwait(false);
    }
}
