using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Tests;

public sealed class TradingEnabledWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<bool> _set = [];
    private readonly List<string> _told = [];
    private int _written;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_change_of_the_key_is_told_once_and_a_broken_file_changes_nothing()
    {
        string path = Write("true");
        var watch = new TradingEnabledWatch(path, isEnabled: true, _set.Add, _told.Add);
        watch.Look();
        Write("true");
        watch.Look();
        Assert.Empty(_set);

        Write("false");
        watch.Look();
        watch.Look();
        Assert.Equal([false], _set);

        Write("fals");
        watch.Look();
        File.Delete(path);
        watch.Look();
        Assert.Equal([false], _set);
        Assert.Equal(2, _told.Count);
        Assert.All(_told, text => Assert.Contains("stays paused", text, StringComparison.Ordinal));

        Write("true");
        watch.Look();
        Assert.Equal([false, true], _set);
    }

    private string Write(string enabled)
    {
        string path = _folder.Write("config.json", "{\"trading_enabled\": \"" + enabled + "\", \"market_making_market\": \"BTC-USD\"}");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(++_written));
        return path;
    }
}
