using System.Text;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams;

namespace LowLatencyMM.Feed.Rest;

/// <content>Reads of the account as the frames that the account stream would bring, for the engine's sinks.</content>
public sealed partial class ExtendedRestClient
{
    /// <summary>Reads the open orders into <paramref name="sink"/>, as a snapshot frame, and returns how many they are.</summary>
    public async Task<int> DeliverOpenOrdersAsync<TSink>(IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        RestQuery query = new RestQuery("/user/orders").Add("market", markets.Select(m => m.Name));
        AccountParser parser = await DeliverAsync(query, AccountContent.Orders, markets, sink, cancellation).ConfigureAwait(false);
        return parser.Scratch.Orders.Length;
    }

    /// <summary>
    /// Reads the orders of an external id into <paramref name="sink"/> and returns how many they are: none if the exchange knows none. The frame is
    /// not a snapshot of all.
    /// </summary>
    public async Task<int> DeliverOrderAsync<TSink>(
        string externalId, IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        string path = "/user/orders/external/" + Segment(externalId);
        AccountParser parser = await DeliverAsync(
            path, AccountContent.Orders, markets, sink, cancellation, isSnapshot: false, emptyBody: """{"data":[]}""").ConfigureAwait(false);
        return parser.Scratch.Orders.Length;
    }

    /// <summary>Reads the positions into <paramref name="sink"/>, as a snapshot frame.</summary>
    public Task DeliverPositionsAsync<TSink>(IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink =>
        DeliverAsync(
            new RestQuery("/user/positions").Add("market", markets.Select(m => m.Name)), AccountContent.Positions, markets, sink, cancellation);

    /// <summary>Reads the balance into <paramref name="sink"/>; a zero balance (404) is delivered as zeros.</summary>
    public Task DeliverBalanceAsync<TSink>(TSink sink, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink =>
        DeliverAsync(
            "/user/balance", AccountContent.Balance, [], sink, cancellation, emptyBody: """{"data":{"balance":"0","equity":"0"}}""");

    /// <summary>Reads a page of own trades into <paramref name="sink"/> and returns the cursor for older ones, or null at the end.</summary>
    public async Task<long?> DeliverUserTradesAsync<TSink>(
        IReadOnlyList<FeedMarket> markets, TSink sink, long? cursor = null, int? limit = null, CancellationToken cancellation = default)
        where TSink : struct, IAccountSink
    {
        RestQuery query = TradesQuery(markets.Select(m => m.Name), null, null, cursor, limit);
        AccountParser parser = await DeliverAsync(query, AccountContent.Fills, markets, sink, cancellation).ConfigureAwait(false);
        return parser.Cursor == 0 ? null : parser.Cursor;
    }

    private async Task<AccountParser> DeliverAsync<TSink>(
        string path, AccountContent content, IReadOnlyList<FeedMarket> markets, TSink sink, CancellationToken cancellation, bool isSnapshot = true,
        string? emptyBody = null)
        where TSink : struct, IAccountSink
    {
        RestCall call = RestCall.Private(path);
        byte[] body = await ReadOrEmptyAsync(call, emptyBody, cancellation).ConfigureAwait(false);
        var parser = new AccountParser(markets);
        var header = new FrameHeader(StreamKind.Account, Market: -1, Epoch: 0, _clock.NowNs(), ExchangeMs: 0, Seq: 0);
        if (parser.ParseRest(body, content) != ParseOutcome.Frame)
        {
            Rejections.Deliver(ref sink, in header, body, parser.Reason, parser.ErrorOffset, expectedSeq: 0, reconnects: false);
            throw new ExtendedException(
                ExtendedErrorKind.Protocol, $"{call.Place}: the answer was refused at byte {parser.ErrorOffset} ({parser.Reason}).");
        }
        parser.Scratch.IsSnapshot &= isSnapshot;
        AccountReader<TSink>.Deliver(ref sink, parser.Scratch, in header);
        return parser;
    }

    /// <summary>A 404 means <paramref name="emptyBody"/> where the exchange uses it so; elsewhere it must not pass for "none".</summary>
    private async Task<byte[]> ReadOrEmptyAsync(RestCall call, string? emptyBody, CancellationToken cancellation)
    {
        try
        {
            return await _transport.CallAsync(call, cancellation).ConfigureAwait(false);
        }
        catch (ExtendedException e) when (e.Kind == ExtendedErrorKind.NotFound && emptyBody is not null)
        {
            return Encoding.ASCII.GetBytes(emptyBody);
        }
    }
}
