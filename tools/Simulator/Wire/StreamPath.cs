using LowLatencyMM.Simulator.Matching;
using Microsoft.AspNetCore.Http;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>Reads the path of a v1 stream; without a market it means all of them.</summary>
internal sealed class StreamPath(Func<string?, Market?> findMarket)
{
    /// <summary>The topic that a request asks for, null if there is no such stream or market.</summary>
    public StreamTopic? Parse(HttpRequest request)
    {
        if (!request.Path.Value!.StartsWith(StreamEndpoint.BasePath, StringComparison.Ordinal))
            return null;
        string[] path = request.Path.Value[StreamEndpoint.BasePath.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["account"] => new StreamTopic(StreamKind.Account),
            ["orderbooks", .. string[] rest] => Of(request.Query["depth"] == "1" ? StreamKind.BestBidAsk : StreamKind.Book, rest),
            ["publicTrades", .. string[] rest] => Of(StreamKind.Trades, rest),
            ["funding", .. string[] rest] => Of(StreamKind.Funding, rest),
            ["prices", "mark", .. string[] rest] => Of(StreamKind.MarkPrice, rest),
            ["prices", "index", .. string[] rest] => Of(StreamKind.IndexPrice, rest),
            ["candles", string market, string source] => Candles(market, source, request.Query["interval"].ToString()),
            _ => null,
        };
    }

    private StreamTopic? Of(StreamKind kind, string[] rest) => rest switch
    {
        [] => new StreamTopic(kind),
        [string name] when findMarket(name) is { } market => new StreamTopic(kind, market),
        _ => null,
    };

    private StreamTopic? Candles(string name, string source, string interval) =>
        findMarket(name) is { } market && CandleSources.TryParse(source, out CandleSource parsed)
            && CandleInterval.TryParse(interval, out long milliseconds)
            ? new StreamTopic(StreamKind.Candles, market, parsed, milliseconds)
            : null;
}
