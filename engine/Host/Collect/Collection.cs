using System.Globalization;
using System.Threading.Channels;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Rest;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Host.Configuration;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// Collects public market data until it is told to stop. Each stream has a thread that reads it; one thread owns all files and takes what
/// the streams, REST and the clock tell, one thing after the other.
/// </summary>
public sealed class Collection
{
    private const int QueueLength = 8_192;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SpaceInterval = TimeSpan.FromSeconds(30);

    private readonly CollectOptions _options;
    private readonly TextWriter _log;
    private readonly WallClock _clock = new();
    private readonly Channel<CollectItem> _queue =
        Channel.CreateBounded<CollectItem>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly FreeSpaceAlarm _space;
    private readonly long[] _refused;
    private readonly long[] _reconnects;
    private readonly RecentTradeIds[] _recorded;
    private readonly List<Task> _fetches = [];
    private long _spaceCheckedNs;

    /// <summary>Prepares a collection.</summary>
    /// <param name="options">What, from where and to where.</param>
    /// <param name="log">Where events are told, a line each.</param>
    public Collection(CollectOptions options, TextWriter log)
    {
        _options = options;
        _log = TextWriter.Synchronized(log);
        _refused = new long[options.Markets.Count];
        _reconnects = new long[options.Markets.Count];
        _recorded = [.. options.Markets.Select(_ => new RecentTradeIds())];
        _space = new FreeSpaceAlarm(() => FreeSpaceAlarm.FreeBytes(options.DataDirectory), Tell);
    }

    /// <summary>Runs until <paramref name="stop"/>, or for <paramref name="duration"/>, then writes all that waits and closes the files.</summary>
    /// <exception cref="UserErrorException">A market does not exist, the exchange cannot be reached at the start, or files cannot be written.</exception>
    public async Task<CollectSummary> RunAsync(TimeSpan? duration, CancellationToken stop)
    {
        using ExtendedRestClient rest = new(RestOptions(), _clock);
        await RequireMarketsAsync(rest, stop).ConfigureAwait(false);
        long begunNs = _clock.NowNs();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (duration is { } limit)
            end.CancelAfter(limit);
        var collectors = new List<MarketCollector>();
        FrameRecorder? recorder = null;
        try
        {
            recorder = _options.RecordFile is { } file ? new FrameRecorder(file) : null;
            foreach (string market in _options.Markets)
                collectors.Add(MarketCollector.Open(_options, market, Tell));
            await CollectAsync(rest, collectors, recorder, end.Token).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new UserErrorException(ExitCode.Failure, $"{_options.DataDirectory}: the collection ended because a file cannot be written: {e.Message}", e);
        }
        finally
        {
            Close(collectors, recorder);
        }
        return new CollectSummary(
            TimeSpan.FromMicroseconds((_clock.NowNs() - begunNs) / 1e3), [.. collectors.Select(Summary)], recorder?.Frames);
    }

    private async Task CollectAsync(ExtendedRestClient rest, IReadOnlyList<MarketCollector> collectors, FrameRecorder? recorder, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Exception? streamFault = null;
        StreamThread[] threads = [.. Streams(end, fault => Interlocked.CompareExchange(ref streamFault, fault, null))];
        Task ticks = TickAsync(end.Token);
        // A thread of its own: files block.
        Task writing = Task.Factory.StartNew(
            () => Write(rest, collectors, recorder, end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (StreamThread thread in threads)
                thread.Start();
            await Task.WhenAny(writing, ticks).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            // The streams first, so that all they have read is written; each waits for the other side's goodbye.
            await Task.WhenAll(threads.Select(thread => Task.Run(thread.Dispose, CancellationToken.None))).ConfigureAwait(false);
            _queue.Writer.TryComplete();
        }
        await ticks.ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        await Task.WhenAll(_fetches).ConfigureAwait(false);
        if (streamFault is not null)
            throw new InvalidOperationException($"A stream's thread died: {streamFault.Message}", streamFault);
    }

    private IEnumerable<StreamThread> Streams(CancellationTokenSource end, Action<Exception> note)
    {
        bool records = _options.RecordFile is not null;
        var options = new StreamOptions
        {
            BaseAddress = _options.Exchange.StreamBase,
            UserAgent = EngineVersion.UserAgent,
            CertificateValidation = CertificateTrust.Pinned(_options.TrustedCertificate),
        };
        for (int market = 0; market < _options.Markets.Count; market++)
        {
            string name = _options.Markets[market];
            foreach (StreamKind kind in Kinds(records))
            {
                var sink = new CollectSink(_queue.Writer, market, name, kind, records);
                yield return new StreamThread($"{name} {kind}", Feed.Streams.WaitMode.Blocking, [RawStreams.MarketData(kind, name, sink, options, _clock)],
                    onFault: fault =>
                    {
                        note(fault);
                        end.Cancel();
                    });
            }
        }
    }

    private IEnumerable<StreamKind> Kinds(bool records)
    {
        if (_options.OrderBook || _options.Depth || records)
            yield return StreamKind.OrderBook;
        if (records)
            yield return StreamKind.BestBidAsk;
        if (_options.Trades || records)
            yield return StreamKind.PublicTrades;
    }

    private async Task TickAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(TickInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
                _queue.Writer.TryWrite(new CollectItem.Tick());
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Write(ExtendedRestClient rest, IReadOnlyList<MarketCollector> collectors, FrameRecorder? recorder, CancellationToken end)
    {
        ChannelReader<CollectItem> queue = _queue.Reader;
        try
        {
            while (queue.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (queue.TryRead(out CollectItem? item))
                    Take(item, rest, collectors, recorder, end);
            }
        }
        finally
        {
            // Nobody reads any more: streams that wait for room must not wait for ever.
            _queue.Writer.TryComplete();
        }
    }

    private void Take(
        CollectItem item, ExtendedRestClient rest, IReadOnlyList<MarketCollector> collectors, FrameRecorder? recorder, CancellationToken end)
    {
        switch (item)
        {
            case CollectItem.Frame frame:
                if (recorder is not null && IsWorthRecording(frame))
                    recorder.Append(RawStreams.NameOf(frame.Stream, _options.Markets[frame.Market]), frame.ReceiveNs, frame.Message);
                if (frame.Stream == StreamKind.OrderBook)
                    collectors[frame.Market].OnBook(frame.Content, frame.Epoch);
                else if (frame.Stream == StreamKind.PublicTrades)
                    collectors[frame.Market].OnTrades(frame.Content.Trades, _clock.NowNs());
                break;
            case CollectItem.RecentTrades recent:
                collectors[recent.Market].OnTrades(recent.Trades, _clock.NowNs());
                break;
            case CollectItem.Refused refused:
                _refused[refused.Market]++;
                Tell($"{_options.Markets[refused.Market]} {refused.Stream}: a frame is refused: {refused.Why}.");
                break;
            case CollectItem.Connection connection:
                OnConnection(connection.Market, connection.Change, rest, end);
                break;
            default:
                OnTick(collectors, recorder);
                break;
        }
    }

    private void OnTick(IReadOnlyList<MarketCollector> collectors, FrameRecorder? recorder)
    {
        long now = _clock.NowNs();
        foreach (MarketCollector collector in collectors)
            collector.OnTime(now);
        if (now - _spaceCheckedNs < SpaceInterval.TotalNanoseconds)
            return;
        _spaceCheckedNs = now;
        recorder?.Flush();
        _space.Check();
    }

    private void OnConnection(int market, in ConnectionChange change, ExtendedRestClient rest, CancellationToken end)
    {
        string stream = $"{_options.Markets[market]} {change.Stream}";
        if (change.State == ConnectionState.Connected)
        {
            Tell($"{stream}: connected.");
            if (change.Epoch > 1)
                _reconnects[market]++;
            if (change.Stream == StreamKind.PublicTrades)
                _fetches.Add(FetchRecentTradesAsync(market, rest, end));
        }
        else if (change.State == ConnectionState.Disconnected && change.Reason != DisconnectReason.Stopped)
        {
            Tell($"{stream}: {change.Reason}{(change.Detail is { } detail ? $" ({detail})" : "")}, next attempt in {change.RetryInMs} ms.");
        }
    }

    /// <summary>What traded before the stream was there, or while it was not: the exchange keeps the last trades.</summary>
    private async Task FetchRecentTradesAsync(int market, ExtendedRestClient rest, CancellationToken end)
    {
        try
        {
            IReadOnlyList<PublicTradeInfo> trades = await rest.GetPublicTradesAsync(_options.Markets[market], end).ConfigureAwait(false);
            await _queue.Writer.WriteAsync(new CollectItem.RecentTrades(market, [.. trades.Select(Collected)]), end).ConfigureAwait(false);
        }
        catch (ExtendedException e)
        {
            Tell($"{_options.Markets[market]}: the last trades cannot be asked for: {e.Message}");
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The end.
        }
    }

    /// <summary>A recording holds what the simulator can play: two-sided best prices, and each trade once.</summary>
    private bool IsWorthRecording(CollectItem.Frame frame) => frame.Stream switch
    {
        StreamKind.BestBidAsk => frame.Content is { Bids: [{ Quantity: > 0 } bid], Asks: [{ Quantity: > 0 } ask] } && bid.Price < ask.Price,
        StreamKind.PublicTrades => frame.Content.Trades.Count(trade => _recorded[frame.Market].TryAdd(trade.Id, trade.TimestampMs)) > 0,
        _ => frame.Content.IsKnown,
    };

    private async Task RequireMarketsAsync(ExtendedRestClient rest, CancellationToken stop)
    {
        try
        {
            foreach (string market in _options.Markets)
                await rest.GetMarketAsync(market, stop).ConfigureAwait(false);
        }
        catch (ExtendedException e)
        {
            throw ExchangeErrors.Explain(e, _options.Exchange);
        }
        catch (OperationCanceledException e)
        {
            throw new UserErrorException(ExitCode.Failure, "Stopped before anything was collected.", e);
        }
    }

    /// <summary>Closes everything, also when one of them cannot be closed.</summary>
    private static void Close(IReadOnlyList<MarketCollector> collectors, FrameRecorder? recorder)
    {
        var open = new Stack<IDisposable>(collectors);
        if (recorder is not null)
            open.Push(recorder);
        DisposeAll();

        void DisposeAll()
        {
            if (!open.TryPop(out IDisposable? next))
                return;
            try
            {
                next.Dispose();
            }
            finally
            {
                DisposeAll();
            }
        }
    }

    private MarketSummary Summary(MarketCollector collector, int market) => new(
        _options.Markets[market], collector.Folder, collector.Written.Trades, collector.Written.Quotes, collector.Written.Depth,
        collector.DuplicateTrades, collector.LateTrades, collector.ReplayedFrames, _refused[market], _reconnects[market]);

    private RestOptions RestOptions() => new()
    {
        BaseAddress = _options.Exchange.RestBase,
        UserAgent = EngineVersion.UserAgent,
        CertificateValidation = CertificateTrust.Pinned(_options.TrustedCertificate),
    };

    private void Tell(string line) => _log.WriteLine($"collect: {line}");

    /// <summary>A decimal keeps its trailing zeros, and so the exchange's text.</summary>
    private static CollectedTrade Collected(PublicTradeInfo trade) => new(
        trade.Time, trade.Id, trade.TakerSide.Text.ToLowerInvariant(), trade.Price.ToString(CultureInfo.InvariantCulture),
        trade.Qty.ToString(CultureInfo.InvariantCulture), trade.TradeType?.Text ?? "");
}
