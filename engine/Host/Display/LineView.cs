using LowLatencyMM.Host.ProfitAndLoss;

namespace LowLatencyMM.Host.Display;

/// <summary>A line from time to time, for logs and pipes.</summary>
internal static class LineView
{
    /// <summary>Prints every <paramref name="interval"/> until <paramref name="end"/> is cancelled.</summary>
    public static async Task ShowAsync(EngineSession session, TextWriter output, TimeSpan interval, CancellationToken end)
    {
        var line = new StatusLine(session.Settings.Market);
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
            {
                output.WriteLine(line.Line(session));
                output.WriteLine(PnlLine.Of(session.Status.Core, session.Settings.Market, session.Profit));
            }
        }
        catch (OperationCanceledException)
        {
            // The session ends; its summary follows.
        }
    }
}
