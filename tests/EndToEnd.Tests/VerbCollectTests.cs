using System.Globalization;
using System.Text.Json;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Collect;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary><c>collect</c> against the simulator: files, restarts, faults, and recordings that the simulator plays again.</summary>
public class VerbCollectTests
{
    [Fact]
    public async Task A_recording_of_an_exchange_is_the_simulators_input_and_shows_the_same_book()
    {
        using var folder = new TemporaryFolder();
        BookLevel bid, ask;
        await using (SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions { WireVariety = true }))
        {
            using LlmmProcess collect = Collect(folder, exchange, "--record", "r.jsonl.gz", "--depth", "--json");
            await Until.TrueAsync("a hundred rows are written", () => Lines(folder, "orderbook.csv").Length > 100, () => collect.Error);
            await Until.TrueAsync("somebody traded", () => Lines(folder, "trades.csv").Length > 1, () => collect.Error);
            // In the middle of it all the streams break.
            await exchange.Faults.CloseStreamsAsync();
            int rows = Lines(folder, "orderbook.csv").Length;
            await Until.TrueAsync("rows go on", () => Lines(folder, "orderbook.csv").Length > rows + 20, () => collect.Error);
            collect.Terminate();
            Assert.Equal(ExitCode.Ok, await collect.EndAsync());
            JsonElement summary = JsonDocument.Parse(collect.Output).RootElement;
            JsonElement market = summary.GetProperty("markets")[0];
            Assert.Equal(Lines(folder, "trades.csv").Length - 1, market.GetProperty("trades").GetInt32());
            Assert.Equal(Lines(folder, "orderbook.csv").Length - 1, market.GetProperty("quotes").GetInt32());
            Assert.Equal(Lines(folder, "orderbook_depth.csv").Length - 1, market.GetProperty("depthRows").GetInt32());
            Assert.True(market.GetProperty("reconnects").GetInt32() >= 3);
            Assert.True(market.GetProperty("refusedFrames").GetInt32() == 0, collect.Error);
            Assert.True(summary.GetProperty("recordedFrames").GetInt32() > 100);
        }
        string[] first = Lines(folder, "orderbook.csv")[1].Split(',');

        await using SimulatorServer again = await SimulatorServer.StartAsync(new SimulatorOptions { DataFile = folder.File("r.jsonl.gz"), Speed = 0.01 });
        ExchangeState state = await again.GetStateAsync();

        (bid, ask) = (state.BestBid, state.BestAsk);
        decimal span = again.Rules.Prices.ToDecimal(ask.Price - bid.Price);
        Assert.True(span > 0);
        // A best bid and ask that is fresher than the book may have moved it within the first hundredth of a second.
        Assert.InRange(again.Rules.Prices.ToDecimal(bid.Price), Decimal(first[5]) - 5, Decimal(first[5]) + 5);
    }

    [Fact]
    public async Task Trades_of_three_runs_one_of_them_killed_are_the_exchanges_each_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions { Speed = 2 });
        using (LlmmProcess killed = Collect(folder, exchange))
        {
            await Until.TrueAsync("trades are written", () => Lines(folder, "trades.csv").Length > 20, () => killed.Error);
            killed.Kill();
            await killed.EndAsync();
        }
        for (int run = 0; run < 2; run++)
        {
            int before = Lines(folder, "trades.csv").Length;
            using LlmmProcess collect = Collect(folder, exchange);
            await Until.TrueAsync("more trades are written", () => Lines(folder, "trades.csv").Length > before + 20, () => collect.Error);
            collect.Interrupt();
            Assert.Equal(ExitCode.Ok, await collect.EndAsync());
        }

        var history = new CsvHistory();
        CollectedTrade[] trades = [.. history.Trades(Path.Combine(folder.Path, "data", "btc_usd", "trades.csv"))];
        Assert.Equal(0, history.BadRows);
        Assert.Equal(trades.Length, trades.Select(trade => trade.Id).Distinct().Count());
        Assert.Equal(trades.OrderBy(trade => trade.Key), trades);
        Assert.Equal(trades.Length, State(folder).GetProperty("trades_count").GetInt32());
        Assert.Equal(trades[^1].Id, State(folder).GetProperty("last_trade_id").GetInt64());
        CollectedQuote[] quotes = [.. history.Quotes(Path.Combine(folder.Path, "data", "btc_usd", "orderbook.csv"))];
        Assert.All(quotes, quote => Assert.True(quote.BidPrice < quote.AskPrice));
        Assert.Equal(quotes.OrderBy(quote => quote.TimestampMs).Select(quote => quote.TimestampMs), quotes.Select(quote => quote.TimestampMs));
        // The killed run may not have come to saving its own.
        Assert.InRange(State(folder).GetProperty("connection_epoch").GetInt64(), 2, 3);
    }

    [Fact]
    public async Task A_hole_in_the_books_seq_is_told_and_the_book_begins_anew()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        using LlmmProcess collect = Collect(folder, exchange);
        await Until.TrueAsync("rows are written", () => Lines(folder, "orderbook.csv").Length > 1, () => collect.Error);

        await exchange.Faults.DropFramesAsync(StreamKind.Book);
        await exchange.Faults.InjectAsync(StreamKind.Trades, "{\"data\":[{\"m\":\"BTC-USD\",\"p\":\"x\"}],\"ts\":1,\"seq\":1}");
        await Until.TrueAsync("both streams connect anew", () => collect.Error.Split("connected.").Length >= 5, () => collect.Error);
        int rows = Lines(folder, "orderbook.csv").Length;
        await Until.TrueAsync("rows go on", () => Lines(folder, "orderbook.csv").Length > rows, () => collect.Error);
        collect.Terminate();

        Assert.Equal(ExitCode.Ok, await collect.EndAsync());
        Assert.Contains("does not follow", collect.Error, StringComparison.Ordinal);
        Assert.Contains("a frame is refused", collect.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_collector_of_the_same_market_and_a_recording_that_exists_are_refused()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions());
        using LlmmProcess collect = Collect(folder, exchange);
        await Until.TrueAsync("it collects", () => collect.Error.Contains("connected", StringComparison.Ordinal), () => collect.Error);
        folder.Write("old.jsonl.gz", "");

        using LlmmProcess second = Collect(folder, exchange);
        using LlmmProcess third = Collect(folder, exchange, "--record", "old.jsonl.gz");

        Assert.Equal(ExitCode.Locked, await second.EndAsync());
        Assert.Equal(ExitCode.Failure, await third.EndAsync());
        Assert.Contains("another process collects this market", second.Error, StringComparison.Ordinal);
        Assert.Contains("exists already", third.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_TLS_it_collects_by_the_configuration_and_needs_no_key()
    {
        using var folder = new TemporaryFolder();
        await using SimulatorServer exchange = await SimulatorServer.StartAsync(new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets, Tls = true });
        folder.Write("config.json",
            "{\"markets\":[\"ETH-USD\",\"SOL-USD\"],\"data_directory\":\"elsewhere\",\"collect_trades\":false,\"collect_full_orderbook\":true,\"max_depth_levels\":3}");

        using LlmmProcess collect = LlmmProcess.Start(folder.Path, null, "collect", "--url", exchange.RestBase.ToString(),
            "--trust", exchange.Certificate!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256));
        await Until.TrueAsync("both have rows", () => new[] { "eth_usd", "sol_usd" }.All(market =>
            new FileInfo(folder.File($"elsewhere/{market}/orderbook_depth.csv")) is { Exists: true, Length: > 500 }), () => collect.Error);
        collect.Terminate();

        Assert.Equal(ExitCode.Ok, await collect.EndAsync());
        Assert.Contains("SOL-USD", collect.Output, StringComparison.Ordinal);
        foreach (string market in new[] { "eth_usd", "sol_usd" })
        {
            string path = folder.File($"elsewhere/{market}");
            Assert.Equal(["collect.lock", "orderbook.csv", "orderbook_depth.csv", "state.json"], Directory.GetFiles(path).Select(Path.GetFileName).Order());
            string[] depth = File.ReadAllLines(Path.Combine(path, "orderbook_depth.csv"));
            Assert.Equal(4 + (4 * 3), depth[0].Split(',').Length);
            Assert.True(depth.Length > 1);
        }
    }

    private static LlmmProcess Collect(TemporaryFolder folder, SimulatorServer exchange, params string[] more) => LlmmProcess.Start(
        folder.Path, null, ["collect", "--market", "BTC-USD", "--url", exchange.RestBase.ToString(), .. more]);

    private static string[] Lines(TemporaryFolder folder, string file)
    {
        string path = Path.Combine(folder.Path, "data", "btc_usd", file);
        if (!File.Exists(path))
            return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        // Whole lines only: the writer may be in the middle of one.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JsonElement State(TemporaryFolder folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "data", "btc_usd", "state.json"))).RootElement;

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
