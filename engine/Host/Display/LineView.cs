namespace LowLatencyMM.Host.Display;

/// <summary>One line a second, for logs and pipes.</summary>
internal static class LineView
{
    /// <summary>Prints until <paramref name="end"/> is cancelled.</summary>
    public static async Task ShowAsync(EngineSession session, TextWriter output, CancellationToken end)
    {
        var line = new StatusLine(session.Settings.Market);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(end).ConfigureAwait(false))
                output.WriteLine(line.Line(session));
        }
        catch (OperationCanceledException)
        {
            // The session ends; its summary follows.
        }
    }
}
