using System.Runtime.CompilerServices;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Streams.Messages;
using LowLatencyMM.Feed.Streams.Rpc;

namespace LowLatencyMM.Feed.Streams;

/// <summary>
/// The exchange's streams for programs that are in no hurry: typed messages with exact decimals, one <see cref="IAsyncEnumerable{T}"/> a
/// stream. Who needs them without allocation takes <see cref="ExtendedStreams"/> with a sink.
/// </summary>
/// <remarks>
/// <para>A stream connects when it is enumerated and ends with the enumeration: leave the loop, or cancel it. A connection that breaks, falls
/// silent or misses a frame is made anew, after pauses of <see cref="StreamOptions.FirstRetry"/> to <see cref="StreamOptions.LastRetry"/>
/// with jitter; each such thing is a <see cref="StreamNotice{T}"/> among the data. What was sent meanwhile is lost, but a book begins anew with a
/// snapshot, and the account with its orders, positions and balance.</para>
/// <para>Messages wait in a bounded buffer. When the loop does not keep up, frames of a book are put together, prices and best bid and ask are
/// replaced by newer ones; trades, funding rates and account messages are never dropped: reading waits, until the exchange gives
/// the connection up, which then is a notice.</para>
/// <para>What the exchange refuses at the first attempt (an unknown market, a wrong key) is thrown as <see cref="ExtendedException"/>.
/// Safe for several streams at once; each has a thread of its own.</para>
/// <para>With <see cref="StreamOptions.Api"/> v2, all streams are topics of one connection, which opens with the first and stays until the client is
/// disposed of. A topic can be enumerated once at a time, and a consumer of trades or of the account that does not keep up holds up all.
/// The last trades that the exchange sends at each subscription are given once.</para>
/// </remarks>
public sealed class ExtendedStreamClient : IAsyncDisposable
{
    /// <summary>Messages that may wait for a stream's consumer, unless told otherwise.</summary>
    public const int DefaultBufferCapacity = 4096;

    private static readonly string[] CandleIntervals =
        ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H", "PT24H", "P1D", "P7D", "P30D"];

    private readonly StreamOptions _options;
    private readonly WallClock _clock;
    private readonly int _capacity;
    private readonly CancellationTokenSource _end = new();
    private readonly RpcClient? _rpc;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="options">Where and how to connect; <see cref="StreamEndpoints"/> has the exchange's addresses.</param>
    /// <param name="clock">The process's clock; a new one if null.</param>
    /// <param name="bufferCapacity">Messages that may wait for a stream's consumer; at least 1.</param>
    public ExtendedStreamClient(StreamOptions options, WallClock? clock = null, int bufferCapacity = DefaultBufferCapacity)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferCapacity, 1);
        _options = options;
        _clock = clock ?? new WallClock();
        _capacity = bufferCapacity;
        if (options.Api == StreamApi.V2)
            _rpc = new RpcClient(options, _clock, bufferCapacity);
    }

    /// <summary>The full order book: a snapshot first and each minute, changes every 100 ms.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<OrderBookUpdate>> OrderBook(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.OrderBook(Checked(market)), cancellation);

    /// <summary>Best bid and ask, every 10 ms if changed.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<BestBidAsk>> BestBidAsk(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.BestBidAsk(Checked(market)), cancellation);

    /// <summary>Public trades.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<MarketTrade>> Trades(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.Trades(Checked(market)), cancellation);

    /// <summary>Mark prices.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<MarketPrice>> MarkPrice(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.Price(StreamKind.MarkPrice, Checked(market)), cancellation);

    /// <summary>Index prices.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<MarketPrice>> IndexPrice(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.Price(StreamKind.IndexPrice, Checked(market)), cancellation);

    /// <summary>Funding rates, when applied.</summary>
    /// <param name="market">The market; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public IAsyncEnumerable<StreamMessage<FundingUpdate>> Funding(string? market = null, CancellationToken cancellation = default) =>
        Open(StreamSubscriptions.Funding(Checked(market)), cancellation);

    /// <summary>Candles of a market, every 1 to 10 s.</summary>
    /// <param name="market">The market.</param>
    /// <param name="price">What they are made of.</param>
    /// <param name="interval">Their length as an ISO 8601 duration: PT1M, PT5M, PT15M, PT30M, PT1H, PT2H, PT4H, PT8H, PT12H, PT24H, P1D, P7D or P30D.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="ArgumentException">Another interval.</exception>
    public IAsyncEnumerable<StreamMessage<StreamCandle>> Candles(
        string market, CandlePrice price = CandlePrice.Trades, string interval = "PT1M", CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(market);
        if (!CandleIntervals.Contains(interval))
            throw new ArgumentException($"'{interval}' is no candle interval; one of {string.Join(", ", CandleIntervals)} is expected.", nameof(interval));
        return Open(StreamSubscriptions.Candles(market, price, interval), cancellation);
    }

    /// <summary>The account: its balance, positions and open orders first, then each change in its full state, and its trades.</summary>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="ArgumentException">The options have no API key.</exception>
    public IAsyncEnumerable<StreamMessage<AccountUpdate>> Account(CancellationToken cancellation = default)
    {
        if (_options.ApiKey is null)
            throw new ArgumentException("The account stream needs the API key, and the client's options have none.");
        if (_rpc is not null && _options.AccountId is null)
            throw new ArgumentException("The account's topic needs the account's number, and the client's options have none.");
        return Open(StreamSubscriptions.Account(_options.AccountId ?? 0), cancellation);
    }

    /// <summary>Cancels all streams that are still enumerated, and closes the connection that those of v2 share.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_rpc is not null)
            await Task.Run(_rpc.Dispose).ConfigureAwait(false);
    }

    private static string? Checked(string? market) =>
        market is "" ? throw new ArgumentException("A market's name, or null for all markets, is expected.", nameof(market)) : market;

    private IAsyncEnumerable<StreamMessage<T>> Open<T>(StreamSubscription<T> subscription, CancellationToken cancellation)
        where T : class =>
        _rpc is null ? Connect(subscription, cancellation) : Subscribe(_rpc, subscription, cancellation);

    private async IAsyncEnumerable<StreamMessage<T>> Subscribe<T>(
        RpcClient rpc, StreamSubscription<T> subscription, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        MessagePipe<T> pipe = rpc.Subscribe(subscription);
        try
        {
            while (await pipe.Buffer.ReadAsync(ends.Token).ConfigureAwait(false) is { } message)
                yield return message;
        }
        finally
        {
            pipe.Buffer.Close();
            rpc.Unsubscribe(subscription.Target.Topic);
        }
    }

    private async IAsyncEnumerable<StreamMessage<T>> Connect<T>(
        StreamSubscription<T> subscription, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        var pipe = new MessagePipe<T>(subscription, _capacity);
        var stream = new StreamConnection<MessageReader<T>>(
            _options, _options.AddressOf(subscription.Path), subscription.Kind == StreamKind.Account ? _options.ApiKey : null, _clock,
            new MessageReader<T>(pipe, subscription.Market));
        var thread = new StreamThread($"stream {subscription.Name}", WaitMode.Blocking, [stream], onFault: pipe.Buffer.Complete);
        thread.Start();
        try
        {
            while (await pipe.Buffer.ReadAsync(ends.Token).ConfigureAwait(false) is { } message)
                yield return message;
        }
        finally
        {
            pipe.Buffer.Close();
            // The close handshake takes up to a quarter of a second, which is not the consumer's.
            await Task.Run(thread.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
