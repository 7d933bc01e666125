using System.Text;
using System.Text.Json;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>The exchange's documented messages, and the markets they are of.</summary>
internal static class Samples
{
    public static readonly FeedMarket Btc = new(7, "BTC-USD", new DecimalGrid(1, 0), new DecimalGrid(1, 5));

    /// <summary>A sample without blanks, as on the wire.</summary>
    public static byte[] Wire(string name)
    {
        using var document = JsonDocument.Parse(Pretty(name));
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement);
    }

    /// <summary>A sample as it is laid out in its file.</summary>
    public static byte[] Pretty(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json"));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
