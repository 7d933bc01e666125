using System.Globalization;
using System.Text.Json;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>Every <c>account</c> and <c>order</c> verb against the simulator: what it says must be the simulator's own state.</summary>
public class VerbAccountTests(VerbFixture verbs) : IClassFixture<VerbFixture>
{
    private const string Market = "BTC-USD";

    [Fact]
    public async Task Info_fees_and_leverage_are_the_accounts()
    {
        (JsonElement info, string infoText) = await verbs.Both("account", "info");
        (JsonElement feeList, string feeText) = await verbs.Both("account", "fees", "--market", Market);
        (JsonElement leverageList, string leverageText) = await verbs.Both("account", "leverage", "--market", Market);
        JsonElement fees = feeList.GetProperty("fees")[0], leverage = leverageList.GetProperty("leverage")[0];

        Assert.Equal(DemoAccount.Vault.ToString(CultureInfo.InvariantCulture), info.GetProperty("vault").GetString());
        Assert.Equal(DemoAccount.StarkPublicKey, info.GetProperty("starkPublicKey").GetString());
        Assert.Equal(2.5m, VerbMarketTests.Number(fees, "takerBps"));
        Assert.Equal(10, VerbMarketTests.Number(leverage, "leverage"));
        Assert.Contains(DemoAccount.StarkPublicKey, infoText, StringComparison.Ordinal);
        Assert.Contains("taker, bps", feeText, StringComparison.Ordinal);
        Assert.Contains(Market, leverageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_placed_shown_replaced_and_cancelled_by_either_id()
    {
        (string price, string size) = await FarBid();
        JsonElement placed = await verbs.Json("order", "place", Market, "buy", size, price, "--post-only", "--external-id", "by-hand-1", "--yes");

        OpenOrder open = Assert.Single((await verbs.Exchange.GetStateAsync()).OpenOrders);
        Assert.Equal("by-hand-1", open.ExternalId);
        Assert.Equal(open.Id.ToString(CultureInfo.InvariantCulture), placed.GetProperty("id").GetString());
        JsonElement shown = (await verbs.Json("account", "orders")).GetProperty("orders")[0];
        Assert.Equal(verbs.Exchange.Rules.Prices.ToDecimal(open.Price), VerbMarketTests.Number(shown, "priceUsd"));
        Assert.Equal(verbs.Exchange.Rules.Sizes.ToDecimal(open.Size), VerbMarketTests.Number(shown, "quantityBase"));
        Assert.True(shown.GetProperty("postOnly").GetBoolean());
        Assert.Contains("by-hand-1", await verbs.Text("account", "orders", "--market", Market), StringComparison.Ordinal);

        string said = await verbs.Text("order", "place", Market, "BUY", size, price, "--external-id", "by-hand-2", "--replace", "by-hand-1", "--yes");
        Assert.Contains("replaces", said, StringComparison.Ordinal);
        open = await UntilOpen("by-hand-2");
        await verbs.Json("order", "cancel", open.Id.ToString(CultureInfo.InvariantCulture), "--yes");
        await UntilNoneIsOpen();

        await verbs.Json("order", "place", Market, "buy", size, price, "--external-id", "by-hand-3", "--yes");
        Assert.Contains("by-hand-3", await verbs.Text("order", "cancel", "--external-id", "by-hand-3", "--yes"), StringComparison.Ordinal);
        await UntilNoneIsOpen();
    }

    [Fact]
    public async Task Cancel_all_waits_until_the_exchange_lists_no_order()
    {
        (string price, string size) = await FarBid();
        foreach (string id in new[] { "all-1", "all-2" })
            await verbs.Json("order", "place", Market, "buy", size, price, "--external-id", id, "--yes");

        JsonElement cancelled = await verbs.Json("order", "cancel-all", "--market", Market, "--yes");

        Assert.Equal((2, 0), (cancelled.GetProperty("openBefore").GetInt32(), cancelled.GetProperty("openAfter").GetInt32()));
        Assert.Empty((await verbs.Exchange.GetStateAsync()).OpenOrders);
        Assert.Contains("No order is open in all markets", await verbs.Text("order", "cancel-all", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_market_order_trades_and_close_leaves_no_position()
    {
        await verbs.Json("order", "market", Market, "buy", "0.002", "--yes");
        await verbs.Text("order", "market", Market, "buy", "--notional", "200", "--slippage-pct", "1", "--yes");
        await Until.TrueAsync("both trade", async () => (await verbs.Exchange.GetStateAsync()).Position > 2);

        (ExchangeState state, JsonElement said) = await verbs.Undisturbed(state => state.Position, "account", "positions");
        JsonElement position = Assert.Single(said.GetProperty("positions").EnumerateArray());
        Assert.Equal(verbs.Exchange.Rules.Sizes.ToDecimal(state.Position), VerbMarketTests.Number(position, "sizeBase"));
        JsonElement[] trades = [.. (await verbs.Json("account", "trades")).GetProperty("trades").EnumerateArray()];
        Assert.Equal(
            state.Fills.Select(fill => fill.Id.ToString(CultureInfo.InvariantCulture)).Reverse(), trades.Select(trade => trade.GetProperty("id").GetString()));
        Assert.Equal(state.Fills.Sum(fill => fill.Fee), trades.Sum(trade => VerbMarketTests.Number(trade, "feeUsd")));
        (state, JsonElement balance) = await verbs.Undisturbed(state => (state.Balance, state.Equity), "account", "balance");
        Assert.Equal((state.Balance, state.Equity), (VerbMarketTests.Number(balance, "balanceUsd"), VerbMarketTests.Number(balance, "equityUsd")));
        Assert.Contains("LONG", await verbs.Text("account", "positions"), StringComparison.Ordinal);
        Assert.Contains("fee, USD", await verbs.Text("account", "trades"), StringComparison.Ordinal);
        Assert.Contains("equity, USD", await verbs.Text("account", "balance"), StringComparison.Ordinal);

        await verbs.Json("order", "close", Market, "--yes");
        await Until.TrueAsync("the position is closed", async () => (await verbs.Exchange.GetStateAsync()).Position == 0);
        Assert.Contains("There is no position in BTC-USD", await verbs.Text("order", "close", Market), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_is_sent()
    {
        (string price, string size) = await FarBid();
        string[][] all =
        [
            ["order", "place", Market, "buy", size, price],
            ["order", "market", Market, "buy", "0.001"],
            ["order", "cancel", "1"],
            ["order", "cancel-all"],
        ];
        foreach (string[] verb in all)
        {
            (int exitCode, _, string error) = await verbs.Run(verb);

            Assert.Equal(ExitCode.Usage, exitCode);
            Assert.Contains("Nothing was sent", error, StringComparison.Ordinal);
        }
        ExchangeState state = await verbs.Exchange.GetStateAsync();
        Assert.Empty(state.OpenOrders);
        Assert.Equal(0, state.Position);
    }

    [Fact]
    public async Task What_the_market_does_not_allow_is_refused_before_it_is_sent()
    {
        (string price, string size) = await FarBid();
        (string[] Verb, string Expected)[] wrong =
        [
            (["order", "place", Market, "buy", "0.0005", price, "--yes"], "0.0005"),
            (["order", "place", Market, "buy", size, price + "3", "--yes"], price + "3"),
            (["order", "place", Market, "up", size, price, "--yes"], "SIDE is 'up', expected buy or sell"),
            (["order", "place", Market, "buy", "-1", price, "--yes"], "QUANTITY is '-1', expected a decimal number above 0"),
            (["order", "market", Market, "buy", "--yes"], "either a QUANTITY or --notional"),
            (["order", "cancel", "--yes"], "either an ID or --external-id"),
        ];
        foreach ((string[] verb, string expected) in wrong)
        {
            (int exitCode, _, string error) = await verbs.Run(verb);

            Assert.True(exitCode == ExitCode.Usage, $"{string.Join(' ', verb)}: {exitCode}: {error}");
            Assert.Contains(expected, Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        }
        Assert.Empty((await verbs.Exchange.GetStateAsync()).OpenOrders);
    }

    [Fact]
    public async Task What_the_exchange_refuses_is_told_in_its_words_with_its_exit_code()
    {
        (string price, string size) = await FarBid();
        verbs.Exchange.Faults.RefuseNextOrder(1140, "Order cost exceeds balance");

        (int exitCode, _, string error) = await verbs.Run("order", "place", Market, "buy", size, price, "--yes");

        Assert.Equal(ExitCode.Exchange, exitCode);
        Assert.Contains("1140", error, StringComparison.Ordinal);
        (exitCode, _, error) = await verbs.Run("order", "cancel", "12345", "--yes");
        Assert.Equal(ExitCode.Exchange, exitCode);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task An_order_whose_answer_is_lost_is_never_called_refused()
    {
        (string price, string size) = await FarBid();
        verbs.Exchange.Faults.LoseNextAnswer();

        (int exitCode, _, string error) = await verbs.Run("order", "place", Market, "buy", size, price, "--external-id", "lost-1", "--yes");

        Assert.Equal(ExitCode.OrdersMayBeOpen, exitCode);
        Assert.Contains("Nothing is known of the order with external id lost-1", error, StringComparison.Ordinal);
        await verbs.Json("order", "cancel-all", "--yes");
    }

    [Fact]
    public async Task Wrong_and_missing_keys_are_told_apart_and_never_shown()
    {
        string[] url = ["--url", verbs.Exchange.RestBase.ToString()];
        var wrong = new Dictionary<string, string>(DemoKeys.Variables) { ["API_KEY"] = "canary-2f1f8d" };
        foreach (string[] verb in new[] { new[] { "account", "info" }, ["account", "trades"], ["order", "cancel-all", "--yes"] })
        {
            (int exitCode, string output, string error) = await verbs.RunWith(wrong, [.. verb, .. url]);

            Assert.True(exitCode == ExitCode.Exchange, $"{string.Join(' ', verb)}: {exitCode}: {error}");
            Assert.DoesNotContain("canary-2f1f8d", output + error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd('\n').Split('\n'));
        }
        (int missing, _, string told) = await verbs.RunWith(null, ["account", "info", .. url]);
        Assert.Equal(ExitCode.Configuration, missing);
        Assert.Contains("API_KEY or EXTENDED_API_KEY is missing", told, StringComparison.Ordinal);
    }

    /// <summary>A bid that rests: two percent below the best one; and the smallest size.</summary>
    private async Task<(string Price, string Size)> FarBid()
    {
        ExchangeState state = await verbs.Exchange.GetStateAsync();
        DecimalGrid prices = verbs.Exchange.Rules.Prices;
        return (prices.ToDecimal(state.BestBid.Price * 98 / 100).ToString(CultureInfo.InvariantCulture), verbs.Exchange.Rules.Sizes.Text);
    }

    private async Task<OpenOrder> UntilOpen(string externalId)
    {
        OpenOrder? found = null;
        await Until.TrueAsync($"{externalId} is open alone", async () =>
            (await verbs.Exchange.GetStateAsync()).OpenOrders is [var only] && (found = only).ExternalId == externalId);
        return found!;
    }

    private Task UntilNoneIsOpen() =>
        Until.TrueAsync("no order is open", async () => (await verbs.Exchange.GetStateAsync()).OpenOrders.Count == 0);
}
