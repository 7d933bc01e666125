using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// Reads collected files row by row, whatever their length. Columns are found by name, so that files of the Rust bot are read too; bad rows are
/// counted and left out, never read as 0.
/// </summary>
public sealed class CsvHistory
{
    private delegate bool RowReader<T>(CsvReader csv, out T? row);

    /// <summary>Rows that could not be read so far.</summary>
    public long BadRows { get; private set; }

    /// <summary>The trades of a <c>trades.csv</c>.</summary>
    public IEnumerable<CollectedTrade> Trades(string path) => Read<CollectedTrade>(path, TryReadTrade);

    /// <summary>The best bids and asks of an <c>orderbook.csv</c>.</summary>
    public IEnumerable<CollectedQuote> Quotes(string path) => Read<CollectedQuote>(path, TryReadQuote);

    private IEnumerable<T> Read<T>(string path, RowReader<T> tryRead)
        where T : class
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null, HeaderValidated = null };
        // A writer may have it open.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var csv = new CsvReader(new StreamReader(stream), configuration);
        if (!csv.Read() || !csv.ReadHeader())
            yield break;
        while (csv.Read())
        {
            if (tryRead(csv, out T? row))
                yield return row!;
            else
                BadRows++;
        }
    }

    private static bool TryReadTrade(CsvReader csv, out CollectedTrade? trade)
    {
        trade = null;
        string? price = csv.GetField("price"), quantity = csv.GetField("quantity"), side = csv.GetField("side");
        if (!TryInteger(csv.GetField("timestamp_ms"), out long time) || !TryInteger(csv.GetField("trade_id"), out long id)
            || !TryNumber(price, out decimal priceValue) || !TryNumber(quantity, out decimal quantityValue)
            || priceValue <= 0 || quantityValue <= 0 || side is not ("buy" or "sell"))
        {
            return false;
        }
        trade = new CollectedTrade(time, id, side, price!, quantity!, csv.GetField("trade_type") ?? "");
        return true;
    }

    private static bool TryReadQuote(CsvReader csv, out CollectedQuote? quote)
    {
        quote = null;
        if (!TryInteger(csv.GetField("timestamp_ms"), out long time)
            || !TryNumber(Either(csv, "best_bid", "bid_price"), out decimal bid) || !TryNumber(Either(csv, "best_ask", "ask_price"), out decimal ask)
            || !TryNumber(csv.GetField("bid_quantity"), out decimal bidQuantity) || !TryNumber(csv.GetField("ask_quantity"), out decimal askQuantity)
            || bid < 0 || ask < 0 || bidQuantity < 0 || askQuantity < 0)
        {
            return false;
        }
        quote = new CollectedQuote(time, bid, bidQuantity, ask, askQuantity);
        return true;
    }

    private static string? Either(CsvReader csv, string name, string seedName) => csv.GetField(name) is { Length: > 0 } value ? value : csv.GetField(seedName);

    private static bool TryInteger(string? text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryNumber(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
}
