using System.Globalization;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Host.Collect;

namespace LowLatencyMM.Host.Tests;

/// <summary>A market's collection in a folder of its own, fed by hand.</summary>
internal sealed class CollectFiles : IDisposable
{
    public const string Market = "BTC-USD";
    public const long Second = 1_000_000_000;

    /// <summary>2025-11-22 12:52:46 UTC.</summary>
    public const long Noon = 1_763_815_966_000;

    private readonly TemporaryFolder _folder = new();

    public List<string> Warnings { get; } = [];

    public string Root => _folder.Path;

    public string Folder => Path.Combine(Root, "btc_usd");

    public MarketCollector Open(bool depth = false, int levels = 2) => MarketCollector.Open(
        new CollectOptions
        {
            Exchange = ExtendedEnvironment.Testnet,
            Markets = [Market],
            DataDirectory = Root,
            Depth = depth,
            DepthLevels = levels,
        },
        Market, Warnings.Add);

    public string[] Lines(string file)
    {
        using var stream = new FileStream(Path.Combine(Folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public string Write(string file, string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, file), text);
        return Path.Combine(Folder, file);
    }

    public static CollectedTrade Trade(long ms, long id, string price = "61800.20", string quantity = "0.0030") =>
        new(Noon + ms, id, "buy", price, quantity, "TRADE");

    /// <summary>A book frame as the exchange sends it; levels are "price:quantity" or, in a delta, "price:change:total".</summary>
    public static PublicFrame Book(string type, long ms, long seq, string bids, string asks) => PublicFrame.Parse(
        StreamKind.OrderBook, Market, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"type":"{{type}}","data":{"t":"{{type}}","m":"{{Market}}","b":[{{Levels(bids)}}],"a":[{{Levels(asks)}}],"d":"f"},"ts":{{Noon + ms}},"seq":{{seq}}}""")));

    public void Dispose() => _folder.Dispose();

    private static string Levels(string levels) => string.Join(',', levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(level =>
    {
        string[] parts = level.Split(':');
        string total = parts.Length > 2 ? $",\"c\":\"{parts[2]}\"" : "";
        return $"{{\"p\":\"{parts[0]}\",\"q\":\"{parts[1]}\"{total}}}";
    }));
}
