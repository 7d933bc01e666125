using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.ProfitAndLoss;

namespace LowLatencyMM.Host.Display;

/// <summary>A line from time to time, for logs and pipes.</summary>
internal static class LineView
{
    /// <summary>Prints every <paramref name="interval"/> until <paramref name="end"/> is cancelled.</summary>
    public static async Task ShowAsync(EngineSession session, TextWriter output, TimeSpan interval, CancellationToken end)
    {
        IReadOnlyList<MarketSettings> markets = session.Settings.MarketRules;
        StatusLine[] lines = [.. markets.Select(market => new StatusLine(market))];
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
            {
                for (int market = 0; market < lines.Length; market++)
                {
                    output.WriteLine(lines[market].Line(session, market));
                    output.WriteLine(PnlLine.Of(session.StatusOf(market).Core, markets[market], session.Profit));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session ends; its summary follows.
        }
    }
}
