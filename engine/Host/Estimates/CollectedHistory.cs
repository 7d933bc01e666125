using System.Globalization;
using System.Text;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Host.Estimates;

/// <summary>
/// Market data out of a collector's folder: <c>orderbook*.csv</c> (best bid and ask) and <c>trades*.csv</c>, merged by their times. Columns
/// are found by name; the older names <c>bid_price</c> and <c>ask_price</c> are known too. Rows that make no sense are skipped and counted.
/// </summary>
internal sealed class CollectedHistory
{
    private readonly DecimalGrid _prices;
    private readonly DecimalGrid _sizes;
    private long _skipped;

    private CollectedHistory(DecimalGrid prices, DecimalGrid sizes)
    {
        _prices = prices;
        _sizes = sizes;
    }

    /// <summary>Whether a folder holds collected data.</summary>
    public static bool IsIn(string folder) => Files(folder, "orderbook").Length > 0;

    /// <summary>The folder of a market under the collector's folder.</summary>
    public static string FolderOf(string dataDirectory, string market) =>
        Path.Combine(dataDirectory, market.ToLowerInvariant().Replace('-', '_'));

    /// <summary>Opens a market's folder.</summary>
    /// <exception cref="UserErrorException">It has no <c>orderbook.csv</c>.</exception>
    public static MarketHistory Open(string folder, string market, Grid tick, Grid step, string tickText, string stepText)
    {
        if (!IsIn(folder))
            throw new UserErrorException(ExitCode.Failure, $"{folder} has no orderbook.csv; expected the folder of one market of a collector.");
        CollectedHistory history;
        try
        {
            history = new CollectedHistory(DecimalGrid.Parse("tick", tickText), DecimalGrid.Parse("step", stepText));
        }
        catch (SimulatorException e)
        {
            throw new UserErrorException(ExitCode.Usage, e.Message, e);
        }
        return new MarketHistory(folder, market, tick, step, Merge(
            history.Quotes(Files(folder, "orderbook")), history.Trades(Files(folder, "trades"))))
        { Skipped = () => history._skipped };
    }

    /// <summary>What was collected of a market since a time; nothing if nothing was.</summary>
    public static IEnumerable<Event> ReadMarket(string dataDirectory, MarketSettings market, long fromNs)
    {
        string folder = FolderOf(dataDirectory, market.Name);
        if (!IsIn(folder))
            return [];
        MarketHistory history = Open(folder, market.Name, market.Tick, market.Step, Text(market.Tick), Text(market.Step));
        return history.Events.Where(e => e.ReceiveNs >= fromNs);
    }

    private static string Text(Grid grid)
    {
        decimal unit = grid.Mantissa;
        for (int i = 0; i < grid.Scale; i++)
            unit /= 10;
        return unit.ToString(CultureInfo.InvariantCulture);
    }

    private static string[] Files(string folder, string name) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder, $"{name}*.csv").Where(file => !Path.GetFileName(file).StartsWith("orderbook_depth", StringComparison.Ordinal))
            .OrderBy(FirstTime)];

    /// <summary>Rotated files carry a date in their names, the running one does not: their first rows tell the order.</summary>
    private static long FirstTime(string file)
    {
        string? row = File.ReadLines(file).Skip(1).FirstOrDefault();
        return row is not null && long.TryParse(row.AsSpan(0, Math.Max(0, row.IndexOf(','))), NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            ? time : long.MaxValue;
    }

    /// <summary>Trades of a millisecond come before the quote of the same one: they are what changed it.</summary>
    private static IEnumerable<Event> Merge(IEnumerable<Event> quotes, IEnumerable<Event> trades)
    {
        using IEnumerator<Event> quote = quotes.GetEnumerator();
        using IEnumerator<Event> trade = trades.GetEnumerator();
        bool hasQuote = quote.MoveNext(), hasTrade = trade.MoveNext();
        while (hasQuote || hasTrade)
        {
            if (hasTrade && (!hasQuote || trade.Current.ReceiveNs <= quote.Current.ReceiveNs))
            {
                yield return trade.Current;
                hasTrade = trade.MoveNext();
            }
            else
            {
                yield return quote.Current;
                hasQuote = quote.MoveNext();
            }
        }
    }

    private IEnumerable<Event> Quotes(string[] files)
    {
        foreach (string file in files)
        {
            using var rows = File.ReadLines(file).GetEnumerator();
            if (!rows.MoveNext())
                continue;
            string[] header = rows.Current.Split(',');
            int time = Array.IndexOf(header, "timestamp_ms");
            int bid = IndexOf(header, "best_bid", "bid_price"), ask = IndexOf(header, "best_ask", "ask_price");
            int bidSize = Array.IndexOf(header, "bid_quantity"), askSize = Array.IndexOf(header, "ask_quantity");
            RequireColumns(file, time, bid, ask, bidSize, askSize);
            while (rows.MoveNext())
            {
                string[] fields = rows.Current.Split(',');
                var e = default(Event);
                if (fields.Length < header.Length || !TryTime(fields[time], out long ms)
                    || !TryCount(_prices, fields[bid], out long bidTicks) || !TryCount(_prices, fields[ask], out long askTicks)
                    || !TryCount(_sizes, fields[bidSize], out long bidSteps) || !TryCount(_sizes, fields[askSize], out long askSteps))
                {
                    _skipped++;
                    continue;
                }
                e.Begin(EventKind.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.BestBidAsk, ms * 1_000_000);
                e.ExchangeMs = ms;
                e.BestBidAsk = new BestBidAskPayload { BidTicks = bidTicks, BidSteps = bidSteps, AskTicks = askTicks, AskSteps = askSteps };
                yield return e;
            }
        }
    }

    private IEnumerable<Event> Trades(string[] files)
    {
        foreach (string file in files)
        {
            using var rows = File.ReadLines(file).GetEnumerator();
            if (!rows.MoveNext())
                continue;
            string[] header = rows.Current.Split(',');
            int time = Array.IndexOf(header, "timestamp_ms"), side = Array.IndexOf(header, "side"), price = Array.IndexOf(header, "price");
            int size = Array.IndexOf(header, "quantity"), id = Array.IndexOf(header, "trade_id"), type = Array.IndexOf(header, "trade_type");
            RequireColumns(file, time, side, price, size, id, type);
            while (rows.MoveNext())
            {
                string[] fields = rows.Current.Split(',');
                if (fields.Length < header.Length || !TryTime(fields[time], out long ms) || !TryCount(_prices, fields[price], out long ticks)
                    || !TryCount(_sizes, fields[size], out long steps) || SideOf(fields[side]) is not (Side.Buy or Side.Sell)
                    || !long.TryParse(fields[id], NumberStyles.None, CultureInfo.InvariantCulture, out long tradeId))
                {
                    _skipped++;
                    continue;
                }
                var e = default(Event);
                e.Begin(EventKind.PublicTrade, EventFlags.None, 0, StreamId.Trades, ms * 1_000_000);
                e.ExchangeMs = ms;
                e.PublicTrade = new PublicTradePayload
                {
                    TradeId = tradeId,
                    TradeMs = ms,
                    TakerSide = SideOf(fields[side]),
                    TradeType = fields[type].ToUpperInvariant() switch
                    {
                        "TRADE" => TradeType.Trade,
                        "LIQUIDATION" => TradeType.Liquidation,
                        _ => TradeType.Unknown,
                    },
                    PriceTicks = ticks,
                    QuantitySteps = steps,
                };
                yield return e;
            }
        }
    }

    private static int IndexOf(string[] header, string name, string older) =>
        Array.IndexOf(header, name) is >= 0 and var index ? index : Array.IndexOf(header, older);

    private static void RequireColumns(string file, params int[] columns)
    {
        if (columns.Contains(-1))
            throw new UserErrorException(ExitCode.Failure, $"{file} lacks columns; expected those of the collector, named in its first line.");
    }

    private static bool TryTime(string text, out long ms) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ms) && ms > 0;

    private static bool TryCount(DecimalGrid grid, string text, out long count) =>
        grid.TryParse(Encoding.ASCII.GetBytes(text), out count) == GridResult.Exact && count > 0;

    private static Side SideOf(string text) => text.ToLowerInvariant() switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => Side.None,
    };
}
