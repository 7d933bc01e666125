namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// Follows <c>trading_enabled</c> of the configuration file while a session runs, so that an operator can pause and resume. No other key
/// takes effect before the next start.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="isEnabled">What holds at the start.</param>
/// <param name="set">Told of each change.</param>
/// <param name="tell">Told when the file cannot be read; what held goes on.</param>
public sealed class TradingEnabledWatch(string path, bool isEnabled, Action<bool> set, Action<string> tell)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private DateTime _seen = File.GetLastWriteTimeUtc(path);

    /// <summary>Looks once a second until <paramref name="end"/>.</summary>
    public async Task FollowAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The session ends.
        }
    }

    /// <summary>Looks whether the file changed, and tells if that changed trading.</summary>
    public void Look()
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        if (written == _seen)
            return;
        _seen = written;
        try
        {
            ConfigurationValues values = ConfigurationFile.Open(path).Top;
            values.Validate(ConfigurationTable.Get("trading_enabled"));
            bool wanted = values.Flag("trading_enabled");
            if (wanted == isEnabled)
                return;
            isEnabled = wanted;
            set(wanted);
        }
        catch (UserErrorException e)
        {
            tell($"{e.Message} Trading stays {(isEnabled ? "enabled" : "paused")}");
        }
    }
}
