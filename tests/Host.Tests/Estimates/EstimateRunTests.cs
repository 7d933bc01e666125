using System.Globalization;
using System.Text;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Host.Estimates;

namespace LowLatencyMM.Host.Tests.Estimates;

public sealed class EstimateRunTests : IDisposable
{
    private static readonly EstimateOptions Options = new(new QuotingSettings { NotionalMicro = 1, SigmaSampleNs = 1_000_000_000 }, 100);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The reference values come from receive times with another phase of the clock: both are within each other's 95 % intervals.
    [SkippableTheory]
    [InlineData("BTC-USD", "1", "0.00001", 0.126, 0.016, 0.218)]
    [InlineData("ETH-USD", "0.1", "0.0001", 1.98, 0.26, 2.91)]
    [InlineData("SOL-USD", "0.01", "0.01", 37.9, 6.0, 67)]
    public void On_recorded_books_the_exponential_form_holds_and_kappa_is_the_measured_one(
        string market, string tick, string step, double kappa, double interval, double tradeDepth)
    {
        string recording = Path.Combine(PastMarket.Root, "..", "shared", "market-data", "hyperliquid-btc-eth-sol-35min.jsonl.gz");
        Skip.IfNot(File.Exists(recording), $"{recording} is not there");
        MarketHistory history = RecordingHistory.Open(recording, market, GridOf(tick), GridOf(step), tick, step);

        EstimateReport report = EstimateRun.Over(history, new EstimateOptions(new QuotingSettings { NotionalMicro = 1 }, 100));

        NamedFit fit = Fit(report, "virtual_quoting");
        double found = fit.Fit.KappaPerTick / report.TickSize;
        Assert.True(fit.Fit.RSquared >= 0.95, $"R² {fit.Fit.RSquared}");
        Assert.InRange(found, kappa - interval, kappa + interval);
        Assert.InRange(fit.Fit.A, 0.08, 0.11);
        Assert.InRange(fit.Fit.DecayBps(report.Mid2), 0.5, 1.6);
        Assert.True(fit.Quality >= IntensityQuality.Medium);
        Assert.InRange(Fit(report, "trade_depth").Fit.KappaPerTick / report.TickSize / tradeDepth, 0.7, 1.4);
        Assert.InRange(Fit(report, "depth_intensity").Fit.KappaPerTick / report.TickSize / found, 0.9, 1.15);
        Assert.Equal(1, report.Gaps);
        Assert.All(report.Sigmas.Where(sigma => !sigma.Method.StartsWith("garch", StringComparison.Ordinal)), sigma =>
            Assert.InRange(sigma.Sigma * Math.Sqrt(86_400), 0.005, 0.05));
    }

    [Fact]
    public void A_journal_of_the_same_data_gives_the_same_estimates()
    {
        string session = PastMarket.WriteSession(_folder.Path, PastMarket.Recording().Events);

        EstimateReport recorded = EstimateRun.Over(PastMarket.Recording(), Options);
        EstimateReport journaled = EstimateRun.Over(JournalHistory.Open(session, null), Options);

        Assert.True(recorded.Trades > 1_000 && recorded.Mids > 5_000);
        Assert.Equal(recorded.Fits.Select(fit => fit.Fit), journaled.Fits.Select(fit => fit.Fit));
        Assert.Equal(recorded.Levels, journaled.Levels);
        Assert.Equal(recorded.Sigmas, journaled.Sigmas);
        Assert.Equal(recorded.SpreadTicks, journaled.SpreadTicks);
        Assert.Equal(0.0002, JournalHistory.Open(session, null).MakerFee);
    }

    [Fact]
    public void Own_fills_and_the_past_that_a_session_was_warmed_with_are_left_out()
    {
        Event[] events = [.. PastMarket.Recording().Events];
        var own = default(Event);
        own.Begin(EventKind.AccountTrade, EventFlags.None, 0, StreamId.Account, events[^1].ReceiveNs);
        own.AccountTrade.TradeId = 5;
        Event warm = events[^1];
        warm.Flags |= EventFlags.WarmUp;
        string session = PastMarket.WriteSession(_folder.Path, [.. events, own, warm]);

        EstimateReport report = EstimateRun.Over(JournalHistory.Open(session, "BTC-USD"), Options);

        Assert.Equal(events.Count(e => e.Kind == EventKind.PublicTrade) - 1, report.Trades);
    }

    [Fact]
    public void Collected_files_are_read_by_column_name_and_bad_rows_are_counted()
    {
        var quotes = new StringBuilder("timestamp_ms,datetime,market,type,seq,best_bid,best_ask,bid_quantity,ask_quantity\n");
        var older = new StringBuilder("timestamp_ms,datetime,market,bid_price,bid_quantity,ask_price,ask_quantity,mid_price,spread,spread_bps\n");
        var trades = new StringBuilder("timestamp_ms,datetime,market,side,price,quantity,trade_id,trade_type\n");
        for (int second = 0; second < 300; second++)
        {
            long ms = 1_762_457_660_000 + 1_000 * second;
            string bid = (101_700 + second % 7).ToString(CultureInfo.InvariantCulture), ask = (101_701 + second % 7).ToString(CultureInfo.InvariantCulture);
            quotes.Append(CultureInfo.InvariantCulture, $"{ms},x,BTC-USD,DELTA,{second},{bid},{ask},0.1,0.2\n");
            older.Append(CultureInfo.InvariantCulture, $"{ms},x,BTC-USD,{bid},0.1,{ask},0.2,0,0,0\n");
            trades.Append(CultureInfo.InvariantCulture, $"{ms + 500},x,BTC-USD,buy,{101_703 + second % 9},0.001,{second + 1},{(second == 9 ? "LIQUIDATION" : "TRADE")}\n");
        }
        trades.Append("1762457660674,x,BTC-USD,buy,101696.5,0.00010,7,TRADE\n").Append("torn,");
        foreach ((string name, StringBuilder book) in new[] { ("now", quotes), ("then", older) })
        {
            string folder = Path.Combine(_folder.Path, name);
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "orderbook.csv"), book.ToString());
            File.WriteAllText(Path.Combine(folder, "trades.csv"), trades.ToString());
            File.WriteAllText(Path.Combine(folder, "orderbook_depth.csv"), "no matter");

            EstimateReport report = EstimateRun.Over(
                CollectedHistory.Open(folder, "BTC-USD", new Grid(1, 0), new Grid(1, 5), "1", "0.00001"), Options);

            Assert.Equal(300, report.Mids);
            Assert.Equal(299, report.Trades);
            Assert.Equal(1, report.OtherTrades);
            Assert.Equal(2, report.Skipped);
            Assert.Equal(1, report.SpreadTicks.Mean);
        }
        Assert.True(CollectedHistory.IsIn(Path.Combine(_folder.Path, "now")));
        Assert.Equal(Path.Combine("data", "btc_usd"), CollectedHistory.FolderOf("data", "BTC-USD"));
    }

    private static NamedFit Fit(EstimateReport report, string method) => report.Fits.First(fit =>
        fit.Method == method && fit.Side == IntensitySide.Both && fit.Regression == IntensityRegression.Weighted);

    private static Grid GridOf(string text)
    {
        int scale = text.Contains('.', StringComparison.Ordinal) ? text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal) : 0;
        return new Grid(1, scale);
    }
}
