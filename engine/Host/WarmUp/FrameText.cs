using System.Globalization;
using System.Text;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>Writes frames as the exchange does, for a market's own grids. Cold path.</summary>
public sealed class FrameText(MarketSettings market)
{
    private long _bookSeq;
    private long _bestSeq;
    private long _tradeSeq;
    private long _markSeq;

    /// <summary>
    /// A snapshot or delta with <paramref name="levels"/> levels a side around a best bid, of <paramref name="steps"/> each, the first ones
    /// <paramref name="behind"/> ticks behind the touch.
    /// </summary>
    public byte[] Book(bool isSnapshot, long bestBidTicks, int levels, long steps, long ms, int behind = 0)
    {
        string type = isSnapshot ? "SNAPSHOT" : "DELTA";
        string bids = string.Join(',', Enumerable.Range(behind, levels).Select(i => Level(bestBidTicks - i, steps + i, isSnapshot)));
        string asks = string.Join(',', Enumerable.Range(behind + 1, levels).Select(i => Level(bestBidTicks + i, steps + i, isSnapshot)));
        return Utf8($$"""{"type":"{{type}}","data":{"t":"{{type}}","m":"{{market.Name}}","b":[{{bids}}],"a":[{{asks}}],"d":"f"},"ts":{{ms}},"seq":{{++_bookSeq}}}""");
    }

    /// <summary>A delta that takes <paramref name="levels"/> levels a side out of the book again.</summary>
    public byte[] Clear(long bestBidTicks, int levels, long ms)
    {
        string bids = string.Join(',', Enumerable.Range(0, levels).Select(i => Gone(bestBidTicks - i)));
        string asks = string.Join(',', Enumerable.Range(1, levels).Select(i => Gone(bestBidTicks + i)));
        return Utf8($$"""{"type":"DELTA","data":{"t":"DELTA","m":"{{market.Name}}","b":[{{bids}}],"a":[{{asks}}],"d":"f"},"ts":{{ms}},"seq":{{++_bookSeq}}}""");
    }

    /// <summary>Best bid and ask, one tick apart.</summary>
    public byte[] BestBidAsk(long bestBidTicks, long steps, long ms) => Utf8(
        $$"""{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"{{market.Name}}","b":[{"q":"{{Size(steps)}}","p":"{{Price(bestBidTicks)}}"}],"a":[{"q":"{{Size(steps)}}","p":"{{Price(bestBidTicks + 1)}}"}],"d":"1"},"ts":{{ms}},"seq":{{++_bestSeq}}}""");

    /// <summary>One public trade.</summary>
    public byte[] Trade(long priceTicks, long steps, bool isBuy, long ms) => Utf8(
        $$"""{"data":[{"i":{{ms << 22}},"m":"{{market.Name}}","S":"{{(isBuy ? "BUY" : "SELL")}}","tT":"TRADE","T":{{ms}},"p":"{{Price(priceTicks)}}","q":"{{Size(steps)}}"}],"ts":{{ms}},"seq":{{++_tradeSeq}}}""");

    /// <summary>The mark price.</summary>
    public byte[] MarkPrice(long ticks, long ms) => Utf8(
        $$"""{"type":"MP","data":{"m":"{{market.Name}}","p":"{{Price(ticks)}}","ts":0},"ts":{{ms}},"seq":{{++_markSeq}}}""");

    private string Level(long ticks, long steps, bool isSnapshot) => isSnapshot
        ? $$"""{"q":"{{Size(steps)}}","p":"{{Price(ticks)}}"}"""
        : $$"""{"q":"{{Size(steps)}}","p":"{{Price(ticks)}}","c":"{{Size(steps)}}"}""";

    private string Gone(long ticks) => $$"""{"q":"-{{Size(1)}}","p":"{{Price(ticks)}}","c":"0"}""";

    private string Price(long ticks) => Text(market.Tick, ticks);

    private string Size(long steps) => Text(market.Step, steps);

    private static string Text(Grid grid, long units) =>
        (units * grid.Mantissa * new decimal(1, 0, 0, false, (byte)grid.Scale)).ToString(CultureInfo.InvariantCulture);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
