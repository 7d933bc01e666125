using System.Text.Json;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Feed.Streams.Rpc;

/// <summary>A topic of the v2 service: its name, and the parameters that subscribe to it.</summary>
/// <param name="Topic">Name, which every frame of it carries.</param>
/// <param name="Scope">The request's <c>scope</c>.</param>
/// <param name="Selector">The request's <c>selector</c>, JSON.</param>
internal sealed record RpcTarget(string Topic, string Scope, string Selector)
{
    /// <summary>The request carries the API key.</summary>
    public bool NeedsKey => Scope == "account";

    /// <summary>A market data stream; all markets if <paramref name="market"/> is null.</summary>
    public static RpcTarget Of(StreamKind kind, string? market)
    {
        string name = market ?? "all";
        string json = JsonSerializer.Serialize(market);
        return kind switch
        {
            StreamKind.OrderBook => new($"orderbooks.{name}", "orderbooks", $$"""{"market":{{json}},"depth":"full","rfqOnly":false}"""),
            StreamKind.BestBidAsk => new($"orderbooks.1.{name}", "orderbooks", $$"""{"market":{{json}},"depth":"1","rfqOnly":false}"""),
            StreamKind.PublicTrades => new($"trades.{name}", "trades", $$"""{"market":{{json}}}"""),
            StreamKind.MarkPrice => new($"prices.mark.{name}", "prices", $$"""{"type":"mark","market":{{json}}}"""),
            StreamKind.IndexPrice => new($"prices.index.{name}", "prices", $$"""{"type":"index","market":{{json}}}"""),
            StreamKind.Funding => new($"funding-rates.{name}", "funding-rates", $$"""{"market":{{json}}}"""),
            _ => throw new ArgumentException($"{kind} is no market data stream.", nameof(kind)),
        };
    }

    /// <summary>Candles of a market.</summary>
    public static RpcTarget OfCandles(string market, CandlePrice price, string interval)
    {
        string type = price switch
        {
            CandlePrice.Mark => "mark",
            CandlePrice.Index => "index",
            _ => "last",
        };
        string selector = $$"""{"type":"{{type}}","market":{{JsonSerializer.Serialize(market)}},"interval":"{{interval}}"}""";
        return new($"candles.{type}.{market}.{interval}", "candles", selector);
    }

    /// <summary>The account of that id.</summary>
    public static RpcTarget OfAccount(long accountId) => new($"account.{accountId}", "account", $$"""{"account":{{accountId}}}""");
}
