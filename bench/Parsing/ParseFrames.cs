using System.Globalization;
using System.Text;

namespace LowLatencyMM.Bench.Parsing;

/// <summary>
/// Frames in the exchange's shapes, many of each kind with other numbers in each: signs, lengths and zeros vary as they do in the recordings, so that
/// no branch predictor learns a frame by heart. Seeded.
/// </summary>
internal sealed class ParseFrames
{
    private const long Bid = 82_588;
    private const long Ms = 1_790_586_554_000;

    private readonly Random _random = new(20261122);
    private long _seq;

    /// <summary>Best bid and ask, as the stream with <c>depth=1</c> sends them.</summary>
    public byte[] BestBidAsk()
    {
        long bid = Bid + _random.Next(-200, 200);
        return Book("SNAPSHOT", [Plain(Size(), bid)], [Plain(Size(), bid + _random.Next(1, 4))], ",\"d\":\"1\"");
    }

    /// <summary>A change of <paramref name="levels"/> levels a side; one in four takes its level away.</summary>
    public byte[] Delta(int levels) => Book("DELTA", Changes(levels, -1), Changes(levels, 1), ",\"d\":\"f\"");

    /// <summary>A whole book of <paramref name="levels"/> levels in all.</summary>
    public byte[] Snapshot(int levels) => Book("SNAPSHOT", Sizes(levels / 2, -1), Sizes(levels - (levels / 2), 1), ",\"d\":\"f\"");

    /// <summary>One public trade.</summary>
    public byte[] Trade() => Utf8(
        $$"""{"data":[{"i":{{2_104_498_657_029_001_217 + _random.Next()}},"m":"BTC-USD","S":"{{(_random.Next(2) == 0 ? "BUY" : "SELL")}}","tT":"TRADE","T":{{Ms + _random.Next(9999)}},"p":"{{Bid + _random.Next(99)}}","q":"{{Size()}}"}],"ts":{{Ms}},"seq":{{++_seq}}}""");

    /// <summary>The state of an own order.</summary>
    public byte[] Order() => Utf8(
        $$"""{"type":"ORDER","data":{"orders":[{"id":{{2_103_823_146_862_505_984 + _random.Next()}},"accountId":100023,"externalId":"mm-btc-b-{{_random.Next(999_999):D6}}","market":"BTC-USD","type":"LIMIT","side":"{{(_random.Next(2) == 0 ? "BUY" : "SELL")}}","status":"{{(_random.Next(2) == 0 ? "NEW" : "PARTIALLY_FILLED")}}","price":"{{Bid + _random.Next(99)}}","averagePrice":"{{Bid}}","qty":"{{Size()}}","filledQty":"{{Size()}}","payedFee":"0.000000","reduceOnly":false,"postOnly":true,"createdTime":{{Ms}},"updatedTime":{{Ms + _random.Next(9999)}},"timeInForce":"GTT","expireTime":1790429100000}]},"ts":{{Ms}},"seq":{{++_seq}}}""");

    /// <summary>An own trade.</summary>
    public byte[] Fill() => Utf8(
        $$"""{"type":"TRADE","data":{"trades":[{"id":{{2_103_823_150_214_025_216 + _random.Next()}},"accountId":100023,"market":"BTC-USD","orderId":{{2_103_823_146_862_505_984 + _random.Next()}},"side":"BUY","price":"{{Bid + _random.Next(99)}}.0000000000000000","qty":"{{Size()}}00000000000","value":"{{_random.Next(999)}}.1400000000000000","fee":"0.0000000000000000","tradeType":"TRADE","createdTime":{{Ms}},"isTaker":false,"externalOrderId":"mm-btc-b-{{_random.Next(999_999):D6}}"}]},"ts":{{Ms}},"seq":{{++_seq}}}""");

    private string[] Changes(int levels, int direction) => [.. Enumerable.Range(0, levels).Select(i =>
    {
        string change = (_random.Next(2) == 0 ? "-" : "") + Size();
        string total = _random.Next(4) == 0 ? "0" : Size();
        return $$"""{"q":"{{change}}","p":"{{Bid + (direction * i * _random.Next(1, 4))}}","c":"{{total}}"}""";
    })];

    private string[] Sizes(int levels, int direction) => [.. Enumerable.Range(0, levels).Select(i => Plain(Size(), Bid + (direction * i * 3)))];

    private byte[] Book(string type, string[] bids, string[] asks, string depth) => Utf8(
        $$"""{"type":"{{type}}","data":{"t":"{{type}}","m":"BTC-USD","b":[{{string.Join(',', bids)}}],"a":[{{string.Join(',', asks)}}]{{depth}}},"ts":{{Ms + _random.Next(9999)}},"seq":{{++_seq}}}""");

    private static string Plain(string size, long price) => $$"""{"q":"{{size}}","p":"{{price}}"}""";

    /// <summary>Mostly below one, now and then more.</summary>
    private string Size() => (_random.Next(1, _random.Next(4) == 0 ? 3_000_000 : 60_000) / 100_000m).ToString("0.00000", CultureInfo.InvariantCulture);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
