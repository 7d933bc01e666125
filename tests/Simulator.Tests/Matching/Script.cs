using System.Text;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;

namespace LowLatencyMM.Simulator.Tests.Matching;

/// <summary>Writes small recordings: market BTC-USD, tick 1, step 1, times in milliseconds.</summary>
internal sealed class Script
{
    public static readonly MarketRules Rules = new("BTC-USD", "1", "1");

    private readonly StringBuilder _lines = new();
    private readonly Dictionary<string, int> _seq = [];

    /// <summary>Starts with a book at time 0; levels are price and size.</summary>
    public Script(string bids, string asks) => Book(0, "SNAPSHOT", bids, asks);

    /// <summary>New absolute sizes of levels, as of the venue's time if that is another one.</summary>
    public Script Delta(int ms, string bids = "", string asks = "", int? venueMs = null) => Book(ms, "DELTA", bids, asks, venueMs);

    public Script Snapshot(int ms, string bids, string asks) => Book(ms, "SNAPSHOT", bids, asks);

    /// <summary>A best bid and ask.</summary>
    public Script Best(int ms, string bid, string ask) => Line(ms, "orderbooks/BTC-USD?depth=1",
        $"{{\"type\":\"SNAPSHOT\",\"data\":{{\"t\":\"SNAPSHOT\",\"m\":\"BTC-USD\",\"b\":[{Levels(bid, "q")}],\"a\":[{Levels(ask, "q")}]}}");

    public Script Trade(int ms, string taker, int price, int size) => Line(ms, "publicTrades/BTC-USD",
        $"{{\"data\":[{{\"i\":1,\"m\":\"BTC-USD\",\"S\":\"{taker}\",\"tT\":\"TRADE\",\"T\":{ms},\"p\":\"{price}\",\"q\":\"{size}\"}}]");

    /// <summary>The recording; unless it shall loop soon, a last event an hour later keeps it going.</summary>
    public MarketRecording Build(bool loops = false)
    {
        if (!loops)
            Delta(3_600_000);
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(_lines.ToString()));
        return RecordingReader.Read("script", stream, Rules.Name, Rules.Prices, Rules.Sizes);
    }

    /// <summary>An exchange that plays it from <see cref="SinkLog.StartMs"/>,.</summary>
    public (Exchange Exchange, SinkLog Log) Play(
        decimal balance = 1_000_000, bool loops = false, Assumptions? assumptions = null)
    {
        SinkLog log = new();
        ExchangeSettings settings = new() { InitialBalance = balance, Assumptions = assumptions ?? new Assumptions() };
        Exchange exchange = new([(Rules, Build(loops))], settings, SinkLog.StartMs, log);
        log.Exchange = exchange;
        log.Connect();
        return (exchange, log);
    }

    private Script Book(int ms, string type, string bids, string asks, int? venueMs = null)
    {
        string member = type == "DELTA" ? "c" : "q";
        return Line(ms, "orderbooks/BTC-USD",
            $"{{\"type\":\"{type}\",\"data\":{{\"t\":\"{type}\",\"m\":\"BTC-USD\","
            + $"\"b\":[{Levels(bids, member)}],\"a\":[{Levels(asks, member)}]}}", venueMs);
    }

    private Script Line(int ms, string stream, string frame, int? venueMs = null)
    {
        int seq = _seq[stream] = _seq.GetValueOrDefault(stream) + 1;
        _lines.Append($"{{\"rx\":{1_000_000L * (ms + 1)},\"stream\":\"{stream}\",\"frame\":{frame},\"ts\":{venueMs ?? ms},\"seq\":{seq}}}}}\n");
        return this;
    }

    private static string Levels(string levels, string member) => string.Join(',', levels
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(level => level.Split('x'))
        .Select(level => $"{{\"p\":\"{level[0]}\",\"{member}\":\"{level[1]}\"}}"));
}
