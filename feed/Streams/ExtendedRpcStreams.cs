using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Parsing;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// Makes one connection of the v2 service with many topics, each with its sink. A <see cref="StreamThread"/> runs it. To the sinks it looks like
/// the v1 streams: each topic connects when its subscription is confirmed, and disconnects with the connection or when the exchange
/// refuses or does not answer, which is tried again.
/// </summary>
/// <remarks>The frames of all topics share one <c>seq</c>: a topic's own are ascending but not consecutive (<see cref="FrameHeader.SharesSequence"/>).</remarks>
public sealed class ExtendedRpcStreams
{
    private readonly StreamOptions _options;
    private readonly WallClock _clock;
    private readonly RpcSession _session;
    private readonly Dictionary<(StreamKind Kind, int Market), RpcTopic> _topics = [];
    private bool _isBuilt;

    /// <summary>Makes a connection without topics.</summary>
    /// <param name="options">How to connect; <see cref="StreamOptions.RpcAddress"/> says where.</param>
    /// <param name="clock">The process's clock.</param>
    public ExtendedRpcStreams(StreamOptions options, WallClock clock)
    {
        _options = options;
        _clock = clock;
        _session = new RpcSession(options);
    }

    /// <summary>Adds a market data stream of one market.</summary>
    /// <param name="kind">Any kind of market data but candles.</param>
    /// <param name="market">The market.</param>
    /// <param name="sink">Takes the frames, on the thread that runs the connection; copied.</param>
    public ExtendedRpcStreams Add<TSink>(StreamKind kind, FeedMarket market, TSink sink)
        where TSink : struct, IMarketDataSink
    {
        var filter = kind == StreamKind.PublicTrades ? new TradeReplayFilter(TradeReplayFilter.OneMarket) : null;
        return Add(
            RpcTarget.Of(kind, market.Name),
            new MarketDataReader<TSink>(new MarketDataParser(kind, [market]), market.Id, sink, _session.Sequence, filter));
    }

    /// <summary>Adds the account; objects of markets that are not listed are left out and counted.</summary>
    /// <param name="accountId">The account's number, as the exchange gives it (not its position id).</param>
    /// <param name="markets">The markets wanted.</param>
    /// <param name="sink">Takes the frames, on the thread that runs the connection; copied.</param>
    /// <exception cref="ArgumentException">The options have no API key.</exception>
    public ExtendedRpcStreams AddAccount<TSink>(long accountId, IReadOnlyList<FeedMarket> markets, TSink sink)
        where TSink : struct, IAccountSink
    {
        if (_options.ApiKey is null)
            throw new ArgumentException("The account's topic needs the API key, and the options have none.");
        return Add(RpcTarget.OfAccount(accountId), new AccountReader<TSink>(new AccountParser(markets), sink, _session.Sequence));
    }

    /// <summary>
    /// The owner no longer trusts what a topic says: it is subscribed to anew, which brings a new snapshot. From any thread; takes effect within a tenth
    /// of a second.
    /// </summary>
    /// <param name="kind">The topic's kind.</param>
    /// <param name="market">The caller's number of its market.</param>
    public void Renew(StreamKind kind, int market) => _session.Renew(_topics[(kind, market)]);

    /// <summary>The connection, to be run by a thread. Once only.</summary>
    public ExtendedStream Build()
    {
        if (_isBuilt)
            throw new InvalidOperationException("The connection has been made already.");
        _isBuilt = true;
        return new StreamConnection<RpcReader>(_options, _options.RpcAddress, apiKey: null, _clock, new RpcReader(_session));
    }

    private ExtendedRpcStreams Add<TReader>(RpcTarget target, TReader reader)
        where TReader : struct, IFrameReader
    {
        var topic = new RpcTopicReader<TReader>(target, _session.BackoffOf(target), reader);
        _topics.Add((topic.Kind, topic.Market), topic);
        _session.Add(topic);
        return this;
    }
}
