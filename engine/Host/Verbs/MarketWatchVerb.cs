using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Feed.Streams;
using LowLatencyMM.Feed.Streams.Messages;

namespace LowLatencyMM.Host.Verbs;

/// <summary>
/// <c>market watch</c>: a public stream, live, of one market or of all, until Ctrl-C. With <c>--json</c> each message is one object on a line of its own.
/// </summary>
internal static class MarketWatchVerb
{
    private static readonly Column<MarketTrade>[] TradeColumns =
    [
        new("tradeTimeMs", "time (UTC)", trade => new UnixMs(trade.TradeMs)),
        new("market", "market", trade => trade.Market),
        new("takerSide", "taker", trade => trade.TakerSide.ToString().ToUpperInvariant()),
        new("priceUsd", "price", trade => trade.Price),
        new("quantityBase", "quantity", trade => trade.Quantity),
        new("type", "type", trade => trade.Type.ToString().ToUpperInvariant()),
        new("id", "id", trade => trade.Id.ToString(CultureInfo.InvariantCulture)),
    ];

    private static readonly Column<BestBidAsk>[] BestColumns =
    [
        new("market", "market", best => best.Market),
        new("bidPriceUsd", "bid", best => best.BidPrice),
        new("bidQuantityBase", "bid quantity", best => best.BidQuantity),
        new("askPriceUsd", "ask", best => best.AskPrice),
        new("askQuantityBase", "ask quantity", best => best.AskQuantity),
    ];

    public static Command Create() => new("watch", "A public stream, live, until Ctrl-C; with --json an object a line.")
    {
        Stream("trades", "Trades as they happen.", (client, market, end) => client.Trades(market, end), () => new RecordLines<MarketTrade>(TradeColumns)),
        Stream("bbo", "Best bid and ask whenever they change.", (client, market, end) => client.BestBidAsk(market, end), () => new RecordLines<BestBidAsk>(BestColumns)),
        Stream("book", "The best levels of the full order book at each of its frames.", (client, market, end) => client.OrderBook(market, end), () => new BookLines()),
    };

    private static Command Stream<T>(
        string name, string description, Func<ExtendedStreamClient, string?, CancellationToken, IAsyncEnumerable<StreamMessage<T>>> open, Func<ILines<T>> lines)
        where T : class
    {
        var market = new Argument<string?>("MARKET") { Description = "A market, e.g. BTC-USD; all if left out.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> count = Options.Whole("--count", "End after so many messages.", "NUMBER", 1, int.MaxValue);
        Option<double> duration = Options.Number("--duration", "End after so long.", "SECONDS", 0.1, 86_400 * 365);
        return ExchangeCall.Verb(name, description, KeyNeed.None, [market, count, duration], async call =>
        {
            using var signals = new StopSignals();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
            if (call.Parsed.GetResult(duration) is not null)
                end.CancelAfter(TimeSpan.FromSeconds(call.Parsed.GetValue(duration)));
            string? named = call.Parsed.GetValue(market);
            // The streams themselves tell of an unknown market only by refusing the connection.
            if (named is not null)
                await call.Rest.GetMarketAsync(named, end.Token).ConfigureAwait(false);
            await using var client = new ExtendedStreamClient(call.Streams);
            long left = call.Parsed.GetResult(count) is null ? long.MaxValue : call.Parsed.GetValue(count);
            await PrintAsync(open(client, named, end.Token), lines(), left, call.Json).ConfigureAwait(false);
            return ExitCode.Ok;
        });
    }

    private static async Task PrintAsync<T>(IAsyncEnumerable<StreamMessage<T>> messages, ILines<T> lines, long left, bool json)
        where T : class
    {
        try
        {
            await foreach (StreamMessage<T> message in messages.ConfigureAwait(false))
            {
                if (message is StreamNotice<T> notice)
                    Console.Error.WriteLine($"{new UnixMs(notice.AtNs / 1_000_000)} {notice.Kind}: {notice.Detail}");
                if (!lines.Take(message))
                    continue;
                if (json)
                    PrintJson(message, lines);
                else
                    Console.Out.WriteLine(lines.Text());
                if (--left == 0)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, or the time is over.
        }
    }

    private static void PrintJson<T>(StreamMessage<T> message, ILines<T> lines)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("receiveTimeNs", message.AtNs);
            if (message is StreamData<T> data)
            {
                writer.WriteNumber("exchangeTimeMs", data.ExchangeMs);
                writer.WriteNumber("seq", data.Seq);
            }
            lines.WriteMembers(writer);
            writer.WriteEndObject();
        }
        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>How a stream's messages become lines.</summary>
    private interface ILines<T>
    {
        /// <summary>Takes a message; true if there is a line to print.</summary>
        bool Take(StreamMessage<T> message);

        /// <summary>The line for people.</summary>
        string Text();

        /// <summary>The line's members in JSON.</summary>
        void WriteMembers(Utf8JsonWriter writer);
    }

    /// <summary>One line a message.</summary>
    private sealed class RecordLines<T>(Column<T>[] columns) : ILines<T>
        where T : class
    {
        private T? _last;

        public bool Take(StreamMessage<T> message)
        {
            _last = (message as StreamData<T>)?.Data;
            return _last is not null;
        }

        public string Text() => string.Join("  ", columns.Select(column => Convert.ToString(column.Value(_last!), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "-"));

        public void WriteMembers(Utf8JsonWriter writer) => RecordOutput.WriteMembers(writer, _last!, columns);
    }

    /// <summary>The best levels of the maintained books, a line a frame.</summary>
    private sealed class BookLines : ILines<OrderBookUpdate>
    {
        private const int Levels = 5;
        private static readonly Column<KeyValuePair<decimal, decimal>>[] LevelColumns =
            [new("priceUsd", "price", level => level.Key), new("quantityBase", "quantity", level => level.Value)];

        private readonly Dictionary<string, LocalOrderBook> _books = [];
        private LocalOrderBook? _last;

        public bool Take(StreamMessage<OrderBookUpdate> message)
        {
            if (message is not StreamData<OrderBookUpdate> { Data: var update })
            {
                foreach (LocalOrderBook book in _books.Values)
                    book.Apply(message);
                return false;
            }
            if (!_books.TryGetValue(update.Market, out _last))
                _books[update.Market] = _last = new LocalOrderBook(update.Market);
            return _last.Apply(message);
        }

        public string Text() => $"{_last!.Market}  {Side(_last.Bids.Reverse().TakeLast(Levels))} | {Side(_last.Asks.Take(Levels))}";

        public void WriteMembers(Utf8JsonWriter writer)
        {
            writer.WriteString("market", _last!.Market);
            RecordOutput.WriteList(writer, "bids", _last.Bids.Take(Levels), LevelColumns);
            RecordOutput.WriteList(writer, "asks", _last.Asks.Take(Levels), LevelColumns);
        }

        private static string Side(IEnumerable<KeyValuePair<decimal, decimal>> levels) =>
            string.Join("  ", levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Value} @ {level.Key}")));
    }
}
