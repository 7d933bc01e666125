using LowLatencyMM.Host.Sessions;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// One market's files: the only owner of its folder and of its <c>state.json</c>. A function of the calls, made by one thread; time comes with
/// them.
/// </summary>
public sealed class MarketCollector : IDisposable
{
    /// <summary>How long trades wait for earlier ones.</summary>
    public static readonly TimeSpan ReorderPatience = TimeSpan.FromSeconds(2);

    private const long FlushNs = 1_000_000_000;
    private const long SaveNs = 30_000_000_000;
    private const long SaveRecords = 100;
    private const string Zero = "0";

    private readonly string _market;
    private readonly string _statePath;
    private readonly FileStream _lock;
    private readonly DailyCsvFile? _trades;
    private readonly DailyCsvFile? _quotes;
    private readonly DailyCsvFile? _depth;
    private readonly int _depthLevels;
    private readonly RecentTradeIds _known = new();
    private readonly ReorderBuffer _reorder = new(ReorderPatience);
    private readonly CollectedBook _book = new();
    private readonly long _firstEpoch;
    private CollectorState _state;
    private (CollectedLevel? Bid, CollectedLevel? Ask) _written;
    private string _writtenDepth = "";
    private bool _bookIsValid;
    private long _recordsSinceSave;
    private long _flushedNs;
    private long _savedNs;

    private MarketCollector(CollectOptions options, string market, string folder, FileStream lockFile, Action<string> warn)
    {
        _market = market;
        _lock = lockFile;
        Folder = folder;
        _statePath = Path.Combine(folder, "state.json");
        _state = CollectorStateFile.Read(_statePath, market, warn) ?? new CollectorState { Market = market };
        _firstEpoch = _state.ConnectionEpoch;
        _depthLevels = options.DepthLevels;
        if (options.Trades)
        {
            _trades = Open("trades.csv", ["timestamp_ms", "datetime", "market", "side", "price", "quantity", "trade_id", "trade_type"], warn);
            ResumeTrades();
        }
        if (options.OrderBook)
        {
            _quotes = Open("orderbook.csv",
                ["timestamp_ms", "datetime", "market", "type", "seq", "best_bid", "best_ask", "bid_quantity", "ask_quantity"], warn);
        }
        if (options.Depth)
            _depth = Open("orderbook_depth.csv", DepthColumns(options.DepthLevels), warn);
        long lastBookMs = Math.Max(_quotes?.LastTimestampMs ?? 0, _state.LastOrderbookTimestamp);
        _state = _state with { LastOrderbookTimestamp = lastBookMs };
    }

    /// <summary>The market's folder.</summary>
    public string Folder { get; }

    /// <summary>How far it has come, as <c>state.json</c> will have it.</summary>
    public CollectorState State => _state;

    /// <summary>Trades that were there already.</summary>
    public long DuplicateTrades { get; private set; }

    /// <summary>Trades that came after a later one had been written.</summary>
    public long LateTrades => _reorder.Late;

    /// <summary>Rows written by this process: trades, best prices, depth.</summary>
    public (long Trades, long Quotes, long Depth) Written { get; private set; }

    /// <summary>Book frames older than what is written: what the exchange replays after a connection.</summary>
    public long ReplayedFrames { get; private set; }

    /// <summary>Takes the folder's lock and opens the files, going on where an earlier run ended.</summary>
    /// <param name="options">What to write.</param>
    /// <param name="market">The market.</param>
    /// <param name="warn">Told what was repaired.</param>
    /// <exception cref="UserErrorException">Another process collects there (10), or the folder cannot be used (1).</exception>
    public static MarketCollector Open(CollectOptions options, string market, Action<string> warn)
    {
        string folder = MarketFolder.Of(options.DataDirectory, market);
        FileStream? lockFile = null;
        try
        {
            Directory.CreateDirectory(folder);
            lockFile = LockFile.Take(Path.Combine(folder, "collect.lock"), "another process collects this market; stop it first or choose another data_directory");
            return new MarketCollector(options, market, folder, lockFile, warn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lockFile?.Dispose();
            throw new UserErrorException(ExitCode.Failure, $"{folder}: nothing can be collected there: {e.Message}", e);
        }
    }

    /// <summary>Takes trades, from the stream or from REST: each is written once.</summary>
    public void OnTrades(IEnumerable<CollectedTrade> trades, long nowNs)
    {
        if (_trades is null)
            return;
        foreach (CollectedTrade trade in trades)
        {
            if (_known.TryAdd(trade.Id, trade.TimestampMs))
                _reorder.TryAdd(trade, nowNs);
            else
                DuplicateTrades++;
        }
    }

    /// <summary>Takes a frame of the full book.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="epoch">Counts this process's connections from 1.</param>
    public void OnBook(PublicFrame frame, int epoch)
    {
        long connection = _firstEpoch + epoch;
        if (connection < _state.ConnectionEpoch || (connection == _state.ConnectionEpoch && frame.Seq <= _state.LastOrderbookSeq))
            return;
        // A connection begins with a snapshot; after a hole nothing counts until the next one.
        bool follows = connection == _state.ConnectionEpoch && frame.Seq == _state.LastOrderbookSeq + 1;
        _bookIsValid = frame.IsSnapshot || (_bookIsValid && follows);
        _state = _state with { ConnectionEpoch = connection, LastOrderbookSeq = frame.Seq };
        if (!_bookIsValid || !frame.IsKnown)
            return;
        _book.Apply(frame);
        // After a connection the exchange replays up to a minute that is written already.
        if (frame.ExchangeMs < _state.LastOrderbookTimestamp)
        {
            ReplayedFrames++;
            return;
        }
        WriteQuote(frame);
        WriteDepth(frame);
    }

    /// <summary>Lets time pass: writes what has waited long enough, flushes each second, saves the state each half minute.</summary>
    public void OnTime(long nowNs)
    {
        foreach (CollectedTrade trade in _reorder.Release(nowNs))
            WriteTrade(trade);
        if (nowNs - _flushedNs >= FlushNs)
        {
            Flush(durable: false);
            _flushedNs = nowNs;
        }
        if (nowNs - _savedNs >= SaveNs || _recordsSinceSave >= SaveRecords)
        {
            Save();
            _savedNs = nowNs;
        }
    }

    /// <summary>Writes everything that waits, flushes to the disk, saves the state and gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            foreach (CollectedTrade trade in _reorder.ReleaseAll())
                WriteTrade(trade);
            Save();
            _trades?.Dispose();
            _quotes?.Dispose();
            _depth?.Dispose();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private DailyCsvFile Open(string name, string[] columns, Action<string> warn)
    {
        DailyCsvFile file = DailyCsvFile.Open(Path.Combine(Folder, name), columns);
        if (file.RepairedBytes > 0)
            warn($"{file.Path}: the last {file.RepairedBytes} bytes were half a row and were cut.");
        if (file.SetAside is { } aside)
            warn($"{file.Path}: it had other columns and is now {aside}.");
        return file;
    }

    /// <summary>
    /// The files, not the state, tell which trades are there: those of today's file, and of the day before while they are recent. What the
    /// state, saved a little earlier, does not count yet is counted.
    /// </summary>
    private void ResumeTrades()
    {
        var history = new CsvHistory();
        long uncounted = 0;
        CollectedTrade? last = null;
        string? before = Directory.EnumerateFiles(Folder, "trades-????-??-??*.csv").Order(StringComparer.Ordinal).LastOrDefault();
        string[] files = before is null ? [_trades!.Path] : [before, _trades!.Path];
        foreach (CollectedTrade trade in files.SelectMany(history.Trades))
        {
            _known.TryAdd(trade.Id, trade.TimestampMs);
            if (trade.Key.CompareTo((_state.LastTradeTimestamp, _state.LastTradeId)) > 0)
                uncounted++;
            if (last is null || trade.Key.CompareTo(last.Key) > 0)
                last = trade;
        }
        if (last is null)
            return;
        _reorder.Resume(last.Key);
        _state = _state with
        {
            LastTradeId = last.Id,
            LastTradeTimestamp = last.TimestampMs,
            TradesCount = _state.TradesCount + uncounted,
        };
    }

    private void WriteTrade(CollectedTrade trade)
    {
        _trades!.Append(trade.TimestampMs,
            DailyCsvFile.TimeText(trade.TimestampMs), _market, trade.Side, trade.Price, trade.Quantity,
            trade.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), trade.Type);
        _state = _state with { LastTradeId = trade.Id, LastTradeTimestamp = trade.TimestampMs, TradesCount = _state.TradesCount + 1 };
        Written = Written with { Trades = Written.Trades + 1 };
        _recordsSinceSave++;
    }

    private void WriteQuote(PublicFrame frame)
    {
        CollectedLevel? bid = _book.BestBid, ask = _book.BestAsk;
        if (_quotes is null || (Same(bid, _written.Bid) && Same(ask, _written.Ask)))
            return;
        _quotes.Append(frame.ExchangeMs,
            DailyCsvFile.TimeText(frame.ExchangeMs), _market, frame.IsSnapshot ? "SNAPSHOT" : "DELTA",
            frame.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture),
            bid?.PriceText ?? Zero, ask?.PriceText ?? Zero, bid?.QuantityText ?? Zero, ask?.QuantityText ?? Zero);
        _written = (bid, ask);
        _state = _state with { LastOrderbookTimestamp = frame.ExchangeMs, OrderbookUpdatesCount = _state.OrderbookUpdatesCount + 1 };
        Written = Written with { Quotes = Written.Quotes + 1 };
        _recordsSinceSave++;
    }

    private void WriteDepth(PublicFrame frame)
    {
        if (_depth is null)
            return;
        CollectedLevel[] bids = [.. _book.Bids.Take(_depthLevels)], asks = [.. _book.Asks.Take(_depthLevels)];
        var levels = new List<string>(4 * _depthLevels);
        for (int i = 0; i < _depthLevels; i++)
        {
            levels.Add(i < bids.Length ? bids[i].PriceText : Zero);
            levels.Add(i < bids.Length ? bids[i].QuantityText : Zero);
            levels.Add(i < asks.Length ? asks[i].PriceText : Zero);
            levels.Add(i < asks.Length ? asks[i].QuantityText : Zero);
        }
        string depth = string.Join(',', levels);
        if (depth == _writtenDepth)
            return;
        string[] row =
        [
            DailyCsvFile.TimeText(frame.ExchangeMs), _market, frame.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture), .. levels,
        ];
        _depth.Append(frame.ExchangeMs, row);
        _writtenDepth = depth;
        _state = _state with { LastOrderbookTimestamp = frame.ExchangeMs };
        Written = Written with { Depth = Written.Depth + 1 };
        _recordsSinceSave++;
    }

    private void Flush(bool durable)
    {
        _trades?.Flush(durable);
        _quotes?.Flush(durable);
        _depth?.Flush(durable);
    }

    /// <summary>Rows first: the state never tells of a row that is not on the disk.</summary>
    private void Save()
    {
        Flush(durable: true);
        CollectorStateFile.Write(_statePath, _state);
        _recordsSinceSave = 0;
    }

    private static bool Same(CollectedLevel? a, CollectedLevel? b) => a?.Price == b?.Price && a?.Quantity == b?.Quantity;

    private static string[] DepthColumns(int levels) =>
    [
        "timestamp_ms", "datetime", "market", "seq",
        .. Enumerable.Range(0, levels).SelectMany(i => new[] { $"bid_price{i}", $"bid_qty{i}", $"ask_price{i}", $"ask_qty{i}" }),
    ];
}
