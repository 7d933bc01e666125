using System.Globalization;
using System.Text.Json;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>Every <c>market</c> verb against the simulator, for people and as JSON. None of them is given a key.</summary>
public class VerbMarketTests(VerbFixture verbs) : IClassFixture<VerbFixture>
{
    [Fact]
    public async Task List_names_every_market_with_its_rules()
    {
        (JsonElement json, string text) = await verbs.Both("market", "list");

        Assert.Equal(["BTC-USD", "ETH-USD", "SOL-USD"], json.GetProperty("markets").EnumerateArray().Select(market => market.GetProperty("market").GetString()));
        JsonElement eth = json.GetProperty("markets")[1];
        Assert.Equal(("0.01", "0.001"), (eth.GetProperty("tickUsd").GetString(), eth.GetProperty("stepBase").GetString()));
        foreach (string part in new[] { "BTC-USD", "ETH-USD", "SOL-USD", "24 h volume" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_tells_a_markets_rules_and_settlement_constants()
    {
        (JsonElement json, string text) = await verbs.Both("market", "config", "SOL-USD");

        MarketRules rules = verbs.Exchange.Markets[2];
        Assert.Equal(rules.Prices.Text, json.GetProperty("tickUsd").GetString());
        Assert.Equal(rules.SyntheticId, json.GetProperty("syntheticId").GetString());
        Assert.Equal(50, Number(json, "maxLeverage"));
        Assert.Contains(rules.SyntheticId, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Book_and_bbo_tell_the_exchanges_best_prices()
    {
        (ExchangeState state, JsonElement best) = await verbs.Undisturbed(Published, "market", "bbo", "BTC-USD");
        JsonElement market = best.GetProperty("markets")[0];
        (BookLevel bid, BookLevel ask) = Published(state);
        Assert.Equal(Price(bid), Number(market, "bidPriceUsd"));
        Assert.Equal(Price(ask), Number(market, "askPriceUsd"));
        Assert.Equal(Size(bid), Number(market, "bidQuantityBase"));
        Assert.Equal(Price(ask) - Price(bid), Number(market, "spreadUsd"));

        (state, JsonElement book) = await verbs.Undisturbed(Published, "market", "book", "BTC-USD", "--depth", "3");
        (bid, ask) = Published(state);
        Assert.Equal(3, book.GetProperty("bids").GetArrayLength());
        Assert.Equal(Price(bid), Number(book.GetProperty("bids")[0], "priceUsd"));
        Assert.Equal(Size(ask), Number(book.GetProperty("asks")[0], "quantityBase"));

        (JsonElement all, string text) = await verbs.Both("market", "bbo");
        Assert.Equal(3, all.GetProperty("markets").GetArrayLength());
        Assert.Contains("spread, bps", text, StringComparison.Ordinal);
        Assert.Contains("ask quantity", await verbs.Text("market", "book", "BTC-USD", "--depth", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_and_funding_tell_figures_with_their_units()
    {
        (ExchangeState state, JsonElement stats) = await verbs.Undisturbed(Touch, "market", "stats", "BTC-USD");
        JsonElement funding = (await verbs.Json("market", "funding", "BTC-USD")).GetProperty("markets")[0];

        Assert.Equal(Price(state.BestBid), Number(stats, "bidPriceUsd"));
        Assert.Equal(Number(funding, "hourlyRate") * 100, Number(funding, "hourlyPercent"));
        Assert.Equal(Number(funding, "hourlyRate") * 100 * 24 * 365, Number(funding, "aprPercent"));
        (JsonElement all, string text) = await verbs.Both("market", "funding");
        Assert.Equal(3, all.GetProperty("markets").GetArrayLength());
        Assert.Contains("per year, %", text, StringComparison.Ordinal);
        Assert.Contains("open interest, USD", await verbs.Text("market", "stats", "BTC-USD"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trades_and_candles_are_newest_first()
    {
        await UntilTraded("BTC-USD");

        (JsonElement said, string text) = await verbs.Both("market", "trades", "BTC-USD", "--limit", "5");
        JsonElement[] trades = [.. said.GetProperty("trades").EnumerateArray()];
        (said, string candleText) = await verbs.Both("market", "candles", "BTC-USD", "--limit", "3", "--of", "mark-prices");
        JsonElement[] candles = [.. said.GetProperty("candles").EnumerateArray()];

        Assert.InRange(trades.Length, 1, 5);
        Assert.All(trades, trade => Assert.True(Number(trade, "priceUsd") > 0 && Number(trade, "quantityBase") > 0));
        Assert.Equal(trades.OrderByDescending(Time), trades);
        Assert.NotEmpty(candles);
        Assert.All(candles, candle => Assert.True(Number(candle, "lowUsd") <= Number(candle, "closeUsd") && Number(candle, "closeUsd") <= Number(candle, "highUsd")));
        Assert.Contains("taker", text, StringComparison.Ordinal);
        Assert.Contains("start (UTC)", candleText, StringComparison.Ordinal);

        static long Time(JsonElement trade) => trade.GetProperty("timeMs").GetInt64();
    }

    [Fact]
    public async Task Watch_prints_each_message_live_of_one_market_or_of_all()
    {
        await using SimulatorServer lively = await SimulatorServer.StartAsync(new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets });
        string[] at = ["--url", lively.RestBase.ToString(), "--count", "20"];

        Task<JsonElement[]> bestLines = Lines("market", "watch", "bbo"), bookLines = Lines("market", "watch", "book", "ETH-USD"),
            tradeLines = Lines("market", "watch", "trades");
        (int exitCode, string text, _) = await verbs.RunWith(null, ["market", "watch", "bbo", "BTC-USD", .. at]);
        JsonElement[] best = await bestLines, books = await bookLines, trades = await tradeLines;

        Assert.True(best.Select(line => line.GetProperty("market").GetString()).Distinct().Count() > 1);
        Assert.All(best, line => Assert.True(Number(line, "bidPriceUsd") < Number(line, "askPriceUsd")));
        Assert.All(books, line =>
        {
            Assert.Equal("ETH-USD", line.GetProperty("market").GetString());
            Assert.True(Number(line.GetProperty("bids")[0], "priceUsd") < Number(line.GetProperty("asks")[0], "priceUsd"));
        });
        Assert.All(trades, line => Assert.True(Number(line, "quantityBase") > 0 && line.GetProperty("takerSide").GetString() is "BUY" or "SELL"));
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Equal(20, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        async Task<JsonElement[]> Lines(params string[] verb)
        {
            (int exitCode, string output, string error) = await verbs.RunWith(null, [.. verb, .. at, "--json"]);
            Assert.True(exitCode == ExitCode.Ok, error);
            JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
            Assert.Equal(20, lines.Length);
            return lines;
        }
    }

    [Fact]
    public async Task Watch_ends_at_a_signal_and_a_stream_that_breaks_connects_anew()
    {
        await using SimulatorServer lively = await SimulatorServer.StartAsync(new SimulatorOptions());
        using LlmmProcess watch = LlmmProcess.Start(verbs.Folder, null, "market", "watch", "bbo", "BTC-USD", "--url", lively.RestBase.ToString());
        await Until.TrueAsync("it prints", () => watch.Output.Length > 0);
        await lively.Faults.CloseStreamsAsync();
        await Until.TrueAsync("it connects anew", () => watch.Error.Split("Connected").Length > 2, () => watch.Error);

        watch.Interrupt();

        Assert.Equal(ExitCode.Ok, await watch.EndAsync());
    }

    [Theory]
    [InlineData("market", "config", "NO-SUCH")]
    [InlineData("market", "bbo", "NO-SUCH")]
    [InlineData("market", "stats", "NO-SUCH")]
    [InlineData("market", "watch", "book", "NO-SUCH")]
    [InlineData("collect", "--market", "NO-SUCH")]
    public async Task A_market_that_does_not_exist_is_named(params string[] verb)
    {
        (int exitCode, string output, string error) = await verbs.Run(verb);

        Assert.Equal(ExitCode.Exchange, exitCode);
        Assert.Equal("", output);
        Assert.Contains("NO-SUCH", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("market", "list")]
    [InlineData("account", "balance")]
    [InlineData("collect", "--market", "BTC-USD")]
    public async Task An_exchange_that_cannot_be_reached_is_named(params string[] verb)
    {
        (int exitCode, string output, string error) = await verbs.RunWith(DemoKeys.Variables, [.. verb, "--url", "http://127.0.0.1:1/api/v1"]);

        Assert.Contains(exitCode, new[] { ExitCode.Exchange, ExitCode.Timeout });
        Assert.Equal("", output);
        Assert.Contains("http://127.0.0.1:1/api/v1", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private async Task UntilTraded(string market) => await Until.TrueAsync("somebody trades", async () =>
        (await verbs.Json("market", "trades", market)).GetProperty("trades").GetArrayLength() > 0);

    private static (BookLevel Bid, BookLevel Ask) Touch(ExchangeState state) => (state.BestBid, state.BestAsk);

    /// <summary>What the book frames have told last, which the order book of REST is.</summary>
    private static (BookLevel Bid, BookLevel Ask) Published(ExchangeState state) => (state.Markets[0].Bids[0], state.Markets[0].Asks[0]);

    private decimal Price(BookLevel level) => verbs.Exchange.Rules.Prices.ToDecimal(level.Price);

    private decimal Size(BookLevel level) => verbs.Exchange.Rules.Sizes.ToDecimal(level.Size);

    /// <summary>A decimal, which stands in quotes.</summary>
    internal static decimal Number(JsonElement element, string member) =>
        decimal.Parse(element.GetProperty(member).GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);
}
