using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Recording;

/// <summary>
/// Reads a recording: one JSON object a line, <c>{"rx": receive time in ns, "stream": "orderbooks/BTC-USD", "frame": {…}}</c>,
/// plain or gzipped, in the message shapes of the exchange's v1 public streams. Lines of other markets and streams are left out.
/// Everything is checked here, so that playing cannot fail: numbers on the grid, times that never go back, each stream's
/// <c>seq</c> without holes, changes that add up, a book that is never crossed.
/// </summary>
internal sealed class RecordingReader
{
    private const string BundledMinute = "binance-btc-1min.jsonl.gz";
    private const string BundledThreeMarkets = "binance-three-markets-30s.jsonl.gz";
    private const int LongestLine = 16 * 1024 * 1024;

    private static readonly ConcurrentDictionary<(string File, string Market, string Tick, string Step), MarketRecording> Bundled = new();

    private readonly string _file;
    private readonly string _bookStream;
    private readonly string _bestBidAskStream;
    private readonly string _tradesStream;
    private readonly string _market;
    private readonly DecimalGrid _prices;
    private readonly DecimalGrid _sizes;
    private readonly List<RecordedEvent> _events = [];
    private readonly List<RecordedRow> _rows = [];
    private readonly Dictionary<long, long> _bids = [];
    private readonly Dictionary<long, long> _asks = [];
    private readonly long[] _lastSeq = new long[3];
    private readonly HashSet<string> _otherStreams = [];
    private int _line;
    private long _firstRx = -1;
    private long _lastRx;
    private long _frameTs;
    private long _bestBid;
    private long _bestAsk;

    private RecordingReader(string file, string market, DecimalGrid prices, DecimalGrid sizes)
    {
        _file = file;
        _market = market;
        _prices = prices;
        _sizes = sizes;
        _bookStream = $"orderbooks/{market}";
        _bestBidAskStream = $"orderbooks/{market}?depth=1";
        _tradesStream = $"publicTrades/{market}";
    }

    /// <summary>Reads a file; gzip is recognised by its first bytes.</summary>
    /// <exception cref="RecordingException">The file is missing, unreadable, has a broken line or no book of the market.</exception>
    public static MarketRecording ReadFile(string path, string market, DecimalGrid prices, DecimalGrid sizes)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(path, stream, market, prices, sizes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecordingException(path, "no such file; expected a recording (.jsonl or .jsonl.gz)", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A recording that is part of this assembly; read once per market and grid, since it never changes.</summary>
    /// <exception cref="RecordingException">It does not hold the market, or not on this grid.</exception>
    public static MarketRecording ReadBundled(string market, DecimalGrid prices, DecimalGrid sizes, bool threeMarkets = false) =>
        Bundled.GetOrAdd((threeMarkets ? BundledThreeMarkets : BundledMinute, market, prices.Text, sizes.Text), key =>
        {
            using Stream stream = typeof(RecordingReader).Assembly.GetManifestResourceStream(key.File)
                ?? throw new InvalidOperationException($"The assembly has no resource {key.File}");
            return Read($"the bundled recording {key.File}", stream, market, prices, sizes);
        });

    /// <summary>Reads a recording from a seekable stream.</summary>
    /// <exception cref="RecordingException">A line is broken or the market has no book.</exception>
    public static MarketRecording Read(string name, Stream stream, string market, DecimalGrid prices, DecimalGrid sizes)
    {
        Span<byte> magic = stackalloc byte[2];
        bool gzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        stream.Position = 0;
        RecordingReader reader = new(name, market, prices, sizes);
        if (!gzip)
            return reader.ReadLines(stream);
        using GZipStream plain = new(stream, CompressionMode.Decompress);
        return reader.ReadLines(plain);
    }

    private MarketRecording ReadLines(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        int start = 0, end = 0;
        try
        {
            while (true)
            {
                int newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
                if (newline >= 0)
                {
                    ReadLine(buffer.AsSpan(start, newline));
                    start += newline + 1;
                    continue;
                }
                buffer = MakeRoom(buffer, ref start, ref end);
                int read = ReadSome(stream, buffer.AsSpan(end));
                if (read == 0)
                    break;
                end += read;
            }
            if (end > start)
                ReadLine(buffer.AsSpan(start, end - start));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (_events.Count == 0)
            throw NoBook();
        return new MarketRecording(_file, _prices, _sizes, [.. _events], [.. _rows]);
    }

    private byte[] MakeRoom(byte[] buffer, ref int start, ref int end)
    {
        int length = end - start;
        if (length > LongestLine)
            throw Broken($"longer than {LongestLine} bytes, expected one JSON object a line", _line + 1);
        byte[] target = buffer;
        if (length * 2 > buffer.Length)
            target = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(start, length).CopyTo(target);
        if (target != buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        (start, end) = (0, length);
        return target;
    }

    private int ReadSome(Stream stream, Span<byte> destination)
    {
        try
        {
            return stream.Read(destination);
        }
        catch (InvalidDataException e)
        {
            throw new RecordingException(_file, _line + 1, $"damaged gzip data ({e.Message})", e);
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        _line++;
        if (line.Trim(" \r\t"u8).IsEmpty)
            return;
        try
        {
            ReadRecord(line);
        }
        catch (JsonException e)
        {
            throw new RecordingException(_file, _line,
                $"not valid JSON near byte {e.BytePositionInLine + 1}, found '{Excerpt(line, e.BytePositionInLine ?? 0)}', "
                + "expected {\"rx\":…,\"stream\":…,\"frame\":{…}}", e);
        }
    }

    private void ReadRecord(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader json = new(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw Broken($"found {json.TokenType}, expected a JSON object");

        long rx = -1;
        string? stream = null;
        ReadOnlySpan<byte> frame = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("rx"u8))
                rx = ReadInteger(ref json, "rx");
            else if (json.ValueTextEquals("stream"u8))
                stream = ReadString(ref json, "stream");
            else if (json.ValueTextEquals("frame"u8))
                frame = ReadObject(ref json, line, "frame");
            else
                json.Skip();
        }
        RequireEnd(ref json);
        if (rx < 0)
            throw Broken("no member rx, expected the receive time in nanoseconds");
        if (stream is null)
            throw Broken($"no member stream, expected a name such as {_bookStream}");
        if (frame.IsEmpty)
            throw Broken("no member frame, expected the message");
        if (rx < _lastRx)
            throw Broken($"rx {rx} is before {_lastRx} of the line before, expected times that never go back");
        _lastRx = rx;

        int index = stream == _bookStream ? 0 : stream == _bestBidAskStream ? 1 : stream == _tradesStream ? 2 : -1;
        if (index < 0)
            _otherStreams.Add(stream);
        else
            ReadFrame(index, rx, frame);
    }

    private void ReadFrame(int stream, long rx, ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader json = new(frame);
        json.Read();
        ReadOnlySpan<byte> data = default;
        string? type = null;
        long ts = -1, seq = -1;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
                type = ReadString(ref json, "type");
            else if (json.ValueTextEquals("data"u8))
                data = ReadObject(ref json, frame, "data", stream == 2 ? JsonTokenType.StartArray : JsonTokenType.StartObject);
            else if (json.ValueTextEquals("ts"u8))
                ts = ReadInteger(ref json, "ts");
            else if (json.ValueTextEquals("seq"u8))
                seq = ReadInteger(ref json, "seq");
            else
                json.Skip();
        }
        if (data.IsEmpty)
            throw Broken("the frame has no member data");
        if (ts < 0)
            throw Broken("the frame has no member ts, expected its time in milliseconds");
        if (seq != _lastSeq[stream] + 1)
            throw Broken($"seq is {seq}, expected {_lastSeq[stream] + 1} (frames of one stream are numbered without holes)");
        _lastSeq[stream] = seq;
        _frameTs = ts;

        if (stream == 2)
            ReadTrades(rx, data);
        else
            ReadBookFrame(stream, rx, data, type);
    }

    private void ReadBookFrame(int stream, long rx, ReadOnlySpan<byte> data, string? type)
    {
        RecordedEventKind kind = (stream, type) switch
        {
            (1, "SNAPSHOT") => RecordedEventKind.BestBidAsk,
            (0, "SNAPSHOT") => RecordedEventKind.Snapshot,
            (0, "DELTA") => RecordedEventKind.Delta,
            (1, _) => throw Broken($"type is '{type}', expected SNAPSHOT"),
            _ => throw Broken($"type is '{type}', expected SNAPSHOT or DELTA"),
        };
        if (kind != RecordedEventKind.Snapshot && _events.Count == 0)
        {
            if (kind == RecordedEventKind.Delta)
                throw Broken("a DELTA before the first SNAPSHOT of the book");
            return;
        }
        if (kind == RecordedEventKind.Snapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }

        int first = _rows.Count;
        Utf8JsonReader json = new(data);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("m"u8))
                RequireMarket(ReadString(ref json, "m"));
            else if (json.ValueTextEquals("b"u8))
                ReadLevels(ref json, Side.Buy, kind);
            else if (json.ValueTextEquals("a"u8))
                ReadLevels(ref json, Side.Sell, kind);
            else
                json.Skip();
        }
        if (kind == RecordedEventKind.BestBidAsk)
            CheckBestBidAsk(first);
        else
            CheckBook(first, kind);
        Add(rx, kind, first);
    }

    private void ReadLevels(scoped ref Utf8JsonReader json, Side side, RecordedEventKind kind)
    {
        RequireArray(ref json, side == Side.Buy ? "b" : "a");
        Dictionary<long, long> levels = side == Side.Buy ? _bids : _asks;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            long? price = null, change = null, absolute = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("p"u8))
                    price = ReadNumber(ref json, "price p", _prices, "tick");
                else if (json.ValueTextEquals("q"u8))
                    change = ReadNumber(ref json, "size q", _sizes, "step");
                else if (json.ValueTextEquals("c"u8))
                    absolute = ReadNumber(ref json, "size c", _sizes, "step");
                else
                    json.Skip();
            }
            if (price is not > 0)
            {
                throw Broken(price is null
                    ? "a level without price p"
                    : $"a level with price {_prices.ToDecimal(price.Value)}, expected a positive one");
            }
            long size = SizeOf(levels, price.Value, change, absolute, kind);
            if (kind != RecordedEventKind.BestBidAsk)
                Keep(levels, price.Value, size);
            _rows.Add(new RecordedRow(price.Value, size, side));
        }
        if (json.TokenType != JsonTokenType.EndArray)
            throw Broken($"found {json.TokenType} among the levels, expected objects with p and q");
    }

    private long SizeOf(Dictionary<long, long> levels, long price, long? change, long? absolute, RecordedEventKind kind)
    {
        if (change is null && (absolute is null || kind != RecordedEventKind.Delta))
            throw Broken($"the level at {_prices.ToDecimal(price)} has no size q");
        long size = change ?? 0;
        if (kind == RecordedEventKind.Delta)
        {
            long sum = levels.GetValueOrDefault(price) + (change ?? 0);
            size = absolute ?? sum;
            if (change is not null && size != sum)
                throw Broken($"the level at {_prices.ToDecimal(price)} was {_sizes.ToDecimal(levels.GetValueOrDefault(price))}, "
                    + $"changes by q {_sizes.ToDecimal(change.Value)} and becomes c {_sizes.ToDecimal(size)}: they do not add up");
        }
        if (size < 0)
            throw Broken($"the level at {_prices.ToDecimal(price)} has size {_sizes.ToDecimal(size)}, expected 0 or more");
        return size;
    }

    private static void Keep(Dictionary<long, long> levels, long price, long size)
    {
        if (size == 0)
            levels.Remove(price);
        else
            levels[price] = size;
    }

    private void CheckBestBidAsk(int first)
    {
        if (_rows.Count != first + 2 || _rows[first].Side == _rows[first + 1].Side || _rows[first].Size == 0 || _rows[first + 1].Size == 0)
            throw Broken("a best bid and ask without exactly one bid and one ask");
        bool bidFirst = _rows[first].Side == Side.Buy;
        RequireUncrossed(_rows[bidFirst ? first : first + 1].Price, _rows[bidFirst ? first + 1 : first].Price);
    }

    /// <summary>Only levels that a frame touches can cross the book, so only they are compared with the best prices.</summary>
    private void CheckBook(int first, RecordedEventKind kind)
    {
        if (_bids.Count == 0 || _asks.Count == 0)
            throw Broken($"the book has no {(_bids.Count == 0 ? "bids" : "asks")} left");
        bool bestGone = kind == RecordedEventKind.Snapshot || !_bids.ContainsKey(_bestBid) || !_asks.ContainsKey(_bestAsk);
        if (bestGone)
        {
            _bestBid = _bids.Keys.Max();
            _bestAsk = _asks.Keys.Min();
        }
        else
        {
            for (int i = first; i < _rows.Count; i++)
            {
                RecordedRow row = _rows[i];
                if (row.Size > 0 && row.Side == Side.Buy)
                    _bestBid = Math.Max(_bestBid, row.Price);
                else if (row.Size > 0)
                    _bestAsk = Math.Min(_bestAsk, row.Price);
            }
        }
        RequireUncrossed(_bestBid, _bestAsk);
    }

    private void RequireUncrossed(long bid, long ask)
    {
        if (bid >= ask)
            throw Broken($"best bid {_prices.ToDecimal(bid)} is not below best ask {_prices.ToDecimal(ask)}");
    }

    private void ReadTrades(long rx, ReadOnlySpan<byte> data)
    {
        int first = _rows.Count;
        Utf8JsonReader json = new(data);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            long? price = null, size = null;
            Side? side = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("m"u8))
                    RequireMarket(ReadString(ref json, "m"));
                else if (json.ValueTextEquals("p"u8))
                    price = ReadNumber(ref json, "price p", _prices, "tick");
                else if (json.ValueTextEquals("q"u8))
                    size = ReadNumber(ref json, "size q", _sizes, "step");
                else if (json.ValueTextEquals("S"u8))
                    side = ReadSide(ref json);
                else
                    json.Skip();
            }
            if (price is not > 0 || size is not > 0 || side is null)
                throw Broken("a trade without a positive price p, a positive size q and a taker's side S");
            _rows.Add(new RecordedRow(price.Value, size.Value, side.Value));
        }
        if (json.TokenType != JsonTokenType.EndArray)
            throw Broken($"found {json.TokenType} among the trades, expected objects");
        if (_events.Count > 0)
            Add(rx, RecordedEventKind.Trades, first);
        else
            _rows.RemoveRange(first, _rows.Count - first);
    }

    private void Add(long rx, RecordedEventKind kind, int first)
    {
        if (_firstRx < 0)
            _firstRx = rx;
        _events.Add(new RecordedEvent(rx - _firstRx, _frameTs, kind, first, _rows.Count - first));
    }

    private void RequireMarket(string market)
    {
        if (market != _market)
            throw Broken($"market m is '{market}', expected {_market} as in the stream's name");
    }

    private Side ReadSide(scoped ref Utf8JsonReader json) => ReadString(ref json, "S") switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        string other => throw Broken($"taker's side S is '{other}', expected BUY or SELL"),
    };

    private long ReadInteger(scoped ref Utf8JsonReader json, string name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long value) || value < 0)
            throw Broken($"{name} is {Token(ref json)}, expected a whole number");
        return value;
    }

    private string ReadString(scoped ref Utf8JsonReader json, string name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
            throw Broken($"{name} is {Token(ref json)}, expected text");
        return json.GetString()!;
    }

    private long ReadNumber(scoped ref Utf8JsonReader json, string name, DecimalGrid grid, string unit)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
            throw Broken($"{name} is {Token(ref json)}, expected a decimal number in quotes");
        return grid.TryParse(json.ValueSpan, out long count) switch
        {
            GridResult.Exact => count,
            GridResult.OffGrid => throw Broken($"{name} is {Token(ref json)}, expected a multiple of the {unit} {grid.Text}"),
            GridResult.TooLarge => throw Broken($"{name} is {Token(ref json)}, too large"),
            _ => throw Broken($"{name} is {Token(ref json)}, expected a decimal number"),
        };
    }

    private ReadOnlySpan<byte> ReadObject(
        scoped ref Utf8JsonReader json, ReadOnlySpan<byte> text, string name, JsonTokenType kind = JsonTokenType.StartObject)
    {
        json.Read();
        if (json.TokenType != kind)
            throw Broken($"{name} is {Token(ref json)}, expected {(kind == JsonTokenType.StartArray ? "an array" : "an object")}");
        int start = (int)json.TokenStartIndex;
        json.Skip();
        return text[start..(int)json.BytesConsumed];
    }

    private void RequireArray(scoped ref Utf8JsonReader json, string name)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            throw Broken($"{name} is {Token(ref json)}, expected an array");
    }

    private static void RequireEnd(scoped ref Utf8JsonReader json)
    {
        while (json.Read())
        {
            // A second value on the line makes Read throw, which becomes the error of the line.
        }
    }

    private static string Token(scoped ref Utf8JsonReader json)
    {
        string text = Encoding.UTF8.GetString(json.ValueSpan);
        if (text.Length > 40)
            text = text[..40] + "…";
        return $"'{text}'";
    }

    private static string Excerpt(ReadOnlySpan<byte> line, long position)
    {
        int from = (int)Math.Clamp(position - 10, 0, line.Length), to = (int)Math.Clamp(position + 10, 0, line.Length);
        return Encoding.UTF8.GetString(line[from..to]).Trim();
    }

    private RecordingException NoBook()
    {
        string others = _otherStreams.Count == 0 ? "no streams" : string.Join(", ", _otherStreams.Order(StringComparer.Ordinal).Take(8));
        return new RecordingException(_file, $"has no book of {_market}: expected lines of stream {_bookStream}, found {others}");
    }

    private RecordingException Broken(string problem, int line = 0) => new(_file, line == 0 ? _line : line, problem);
}
